"""Scheduled tasks: run by time, each slot once, however many processes there are."""
