"""Laying out: grid and form make a sheet, a sheet is measured and cut into pages."""
