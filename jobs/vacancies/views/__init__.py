"""Pages of vacancies: public search, the employer's desk, the bureau's review."""

from jobs.vacancies.views import poster, public, review, writing
from jobs.vacancies.views.blueprint import bp

__all__ = ["bp", "poster", "public", "review", "writing"]
