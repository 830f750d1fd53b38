"""Matching of veterans and vacancies: the pure engine, and a noun for each use of it."""
