"""Recruitment fairs: booths, vacancies, sign-ups, check-in, meetings, figures."""
