"""Jobs: what the command line and the desk both do, built from the rooms below."""
