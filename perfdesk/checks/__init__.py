"""Checks: rules that look for what a reviewer would send a form back for, and never edit it."""
