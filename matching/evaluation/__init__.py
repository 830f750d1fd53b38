"""Ranking quality, measured on folders of queries and documents."""
