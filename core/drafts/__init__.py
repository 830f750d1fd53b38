"""Drafts: what is typed into a form and not saved yet, kept for the account that typed it."""
