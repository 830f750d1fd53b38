"""Checks of a start: settings, folder, keys and database, each refused with one sentence."""
