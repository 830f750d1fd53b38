"""Pages of posts: public search, the employer's desk, the bureau's review."""

from core.access import Role
from core.navigation import Entry, menu
from jobs.vacancies import privacy, queries, reports
from jobs.vacancies.views import public, reporting, review, writing
from jobs.vacancies.views.blueprint import bp

__all__ = ["bp", "privacy", "public", "reporting", "review", "writing"]

EMPLOYER = frozenset({Role.EMPLOYER})
REVIEWERS = frozenset({Role.OFFICER, Role.LEADER})

menu.add_side(
    Entry(
        "岗位审核",
        "clipboard-check",
        "vacancies.queue",
        REVIEWERS,
        "招聘",
        22,
        queries.count_waiting,
    )
)
menu.add_side(Entry("岗位", "briefcase-2", "vacancies.index", EMPLOYER | REVIEWERS, "招聘", 23))
menu.add_side(
    Entry(
        "岗位举报",
        "alert-triangle",
        "vacancies.report_queue",
        REVIEWERS,
        "招聘",
        25,
        reports.count_open,
    )
)
