"""Exchange of vacancies and consenting people between two bureaus, as signed packages."""
