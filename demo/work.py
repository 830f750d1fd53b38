"""What happened in the demo county around work: fairs, placements, applications, messages."""

from collections.abc import Sequence
from random import Random

from core.db import db
from demo import applications, messages
from demo.attendance import attend
from demo.fairs import make_fairs
from demo.hiring import hire_at, hire_otherwise
from demo.setting import Setting
from fairs.fairs.models import FairStatus
from jobs.vacancies.models import Vacancy

EMPTY = (FairStatus.DRAFT,)


def make_work(setting: Setting, vacancies: Sequence[Vacancy], rng: Random) -> None:
    """Add the fairs in the order of their days, each with those it brought to work, and the rest.

    A person found work before a later fair is not at that fair.
    """
    held = make_fairs(setting, rng)
    placements = []
    for one in held:
        if one.plan.status not in EMPTY:
            attend(one, setting, rng)
            placements += hire_at(one, setting, rng)
    placements += hire_otherwise(setting, rng)
    recent = applications.make_recent(setting, rng)
    messages.make_complaints(vacancies, setting, rng)
    db.session.flush()
    messages.make_notices(recent, placements, held, setting, rng)
    db.session.flush()
