"""Recruitment fairs, and the exchange of vacancies and people between bureaus."""
