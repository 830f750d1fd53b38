"""Matching of veterans and vacancies: a pure engine, and the pages and records around it."""
