"""Queries of placements: records, checks, the people of a year, what hiring brings employers."""
