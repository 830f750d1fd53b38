"""Queries of placements: records, checks, the people of a year."""
