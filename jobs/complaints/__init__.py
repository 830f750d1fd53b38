"""Complaints about vacancies: veterans make them, the bureau decides on them."""
