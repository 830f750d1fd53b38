"""Jobs: employers and their vacancies."""
