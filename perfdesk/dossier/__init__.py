"""The dossier: all forms that one unit fills in for one year, and the edits that change it."""
