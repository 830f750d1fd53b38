"""Vacancies found by free text."""
