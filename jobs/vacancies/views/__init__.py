"""Pages of vacancies: public search, the employer's desk, the bureau's review."""

from jobs.vacancies.views import public, reporting, review, writing
from jobs.vacancies.views.blueprint import bp

__all__ = ["bp", "public", "reporting", "review", "writing"]
