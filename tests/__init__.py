"""Tests; the folders mirror perfdesk/."""
