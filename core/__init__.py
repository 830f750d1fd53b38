"""Plumbing that knows no feature: settings, database, access, audit, web helpers."""
