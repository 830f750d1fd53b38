"""Invented villages for the demo county; about half of its people live in one."""

from random import Random

from sqlalchemy import select

from core.access import Role
from core.db import db
from people.accounts.models import Account
from people.divisions.models import Division, DivisionLevel
from people.divisions.queries import townships
from people.veterans.models import Veteran
from people.villages.models import Residence

FIRST = (
    "青禾",
    "枣林",
    "白杨",
    "新桥",
    "石碾",
    "柳湾",
    "东堤",
    "双井",
    "梨园",
    "老渡",
    "晒谷",
    "云塘",
)
LAST = ("村", "村", "村", "社区")
COMMUNITIES, VILLAGES = 1, 201  # where the codes of either begin, as in the statistics' own list
SHARE = 0.5


def make_sample(rng: Random) -> None:
    """Add the villages of every township, and where about half of the people live."""
    villages = {place.code: _villages(place.code, rng) for place in townships()}
    db.session.add_all(row for rows in villages.values() for row in rows)
    db.session.flush()
    officer = select(Account.id).where(Account.role == Role.OFFICER).order_by(Account.id)
    set_by = db.session.scalars(officer).first()
    for veteran in db.session.scalars(select(Veteran).order_by(Veteran.id)):
        choices = villages.get(veteran.township_code or "")
        if choices and set_by is not None and rng.random() < SHARE:
            village = rng.choice(choices)
            row = Residence(veteran_id=veteran.id, village_code=village.code, set_by=set_by)
            db.session.add(row)
    db.session.flush()


def _villages(township: str, rng: Random) -> list[Division]:
    chosen = rng.sample(FIRST, rng.randint(5, 8))
    return [
        _village(township, number, first + rng.choice(LAST)) for number, first in enumerate(chosen)
    ]


def _village(township: str, number: int, name: str) -> Division:
    begin = COMMUNITIES if name.endswith("社区") else VILLAGES
    code = f"{township}{begin + number:03d}"
    return Division(code=code, name=name, short_name=name, level=DivisionLevel.VILLAGE)
