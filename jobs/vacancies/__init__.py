"""Vacancies from draft to closing, and the public pages of open ones."""
