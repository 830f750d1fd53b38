"""What is asked about a roster as a whole: which fair, what being on the list means."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core import clock
from core.db import db
from core.filters import day as shown_day
from fairs.fairs.lifecycle import HAS_DOORS, TAKES_PEOPLE
from fairs.fairs.models import Fair
from people.accounts.models import Account
from sheets.nouns import ChoiceQuestion, Opening, Question
from sheets.plan import Plan, Settings

OPEN = HAS_DOORS | TAKES_PEOPLE
SIGNED, CAME = "signed", "came"
ADD, SKIP = "add", "skip"
MEANINGS = ((SIGNED, "报名名单"), (CAME, "签到名单，表上的人都到场了"))
NEWCOMERS = (
    (ADD, "登记进名单，等本人同意以后才推荐岗位"),
    (SKIP, "不登记，写在逐行说明里"),
)


@dataclass(frozen=True)
class RosterSettings:
    """The answers for one sheet; no fair: each line names its own."""

    fair_id: int | None
    is_check_in: bool
    adds_newcomers: bool


def settings_of(plan: Plan) -> RosterSettings:
    """Return the answers of a plan."""
    answers = plan.settings
    fair = str(answers.get("fair") or "")
    return RosterSettings(
        int(fair) if fair.isdecimal() else None,
        answers.get("meaning") == CAME,
        answers.get("newcomers") != SKIP,
    )


def questions(_settings: Settings) -> Sequence[Question]:
    """Return what is asked about every roster."""
    days = ((one, shown_day(clock.day_of(one.starts_at))) for one in open_fairs())
    fairs = [(str(one.id), f"{day} {one.title}") for one, day in days]
    by_line = ("", "看表里的“招聘会”一列")
    return (
        ChoiceQuestion("fair", "哪一场招聘会", "还没办结的招聘会。", [*fairs, by_line]),
        ChoiceQuestion("meaning", "这是什么名单", "有“到场”一列的，照那一列。", MEANINGS),
        ChoiceQuestion("newcomers", "没登记过的人", "只登记有手机号的人。", NEWCOMERS),
    )


def opening(_viewer: Account | None) -> Opening:
    """Return what a roster begins with: the newest fair whose day has come, else the next one."""
    today, fairs = clock.today(), open_fairs()
    begun = [one for one in fairs if clock.day_of(one.starts_at) <= today]
    likely = begun[0] if begun else (fairs[-1] if fairs else None)
    fair = str(likely.id) if likely is not None else ""
    return Opening({"fair": fair, "meaning": SIGNED, "newcomers": ADD})


def open_fairs() -> list[Fair]:
    """Return the fairs that take sign-ups or check-ins, the newest first."""
    query = select(Fair).where(Fair.status.in_(OPEN))
    return list(db.session.scalars(query.order_by(Fair.starts_at.desc(), Fair.id.desc())))
