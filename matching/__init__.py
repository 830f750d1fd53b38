"""Matching: the pure engine and the application round it."""
