"""perfdesk: fill in, check and print official budget performance forms, offline."""

__version__ = "0.1.0"
