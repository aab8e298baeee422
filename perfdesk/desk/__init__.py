"""The desk: the Qt program that clerks use. It shows the workspace and decides nothing itself."""
