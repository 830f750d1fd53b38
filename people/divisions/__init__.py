"""Divisions: the county's own units and the places people go to work."""
