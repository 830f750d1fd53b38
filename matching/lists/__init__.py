"""A veteran's list of vacancies, with reasons, and the lists of all job seekers."""
