"""Changes of villages and of where people live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import audit
from core.db import db, found, lock_row, one_at_a_time
from core.errors import DomainError, Refusals
from core.paging import count_of
from people.accounts.models import Account
from people.divisions.models import Division, DivisionLevel
from people.veterans.models import Veteran
from people.villages import queries
from people.villages.models import Residence, Village
from people.villages.rules import check_code, check_name

ORDER = "villages"  # names are compared first, so changes of the list take turns
KNOWN_CODE = "这个代码已经有了。"
KNOWN_NAME = "这个乡镇已经有叫这个名字的村、社区了。"
NOT_ITS_OWN = "这个村、社区不在这位退役军人现在的乡镇。"
JUST_CHANGED = "刚刚有人改过，请重新打开再选。"


@dataclass(frozen=True)
class Changes:
    """What a list changes: new villages and new names by code, and how many stay the same."""

    added: Mapping[str, str]
    renamed: Mapping[str, str]
    unchanged: int


def add_village(code: str, name: str) -> Village:
    """Create a village and return it. Raises DomainError with every fault at once."""
    one_at_a_time(ORDER)
    refusals = Refusals()
    with refusals.collecting():
        code = check_code(code)
        if db.session.get(Division, code) is not None:
            refusals.add(KNOWN_CODE, field="code")
    with refusals.collecting():
        name = check_name(name)
        _refuse_known_name(code, name)
    refusals.raise_if_any()
    _create(code, name)
    db.session.flush()
    audit.record("village.add", "village", None, code=code)
    return Village(code, name)


def _refuse_known_name(code: str, name: str) -> None:
    """Two villages of one township would look the same in a list of choices."""
    others = (one for one in queries.villages_of(code[:9]) if one.code != code)
    if name in {one.name for one in others}:
        raise DomainError(KNOWN_NAME, field="name")


def _create(code: str, name: str) -> None:
    row = Division(code=code, name=name, short_name=name, level=DivisionLevel.VILLAGE)
    db.session.add(row)


def village_to_change(code: str, viewer: Account) -> Village:
    """Return a village as it is now; nobody else changes the list until the transaction ends."""
    one_at_a_time(ORDER)
    return queries.village_for(code, viewer)


def rename_village(village: Village, name: str) -> None:
    """Give a village another name."""
    name = check_name(name)
    _refuse_known_name(village.code, name)
    _write_name(village.code, name)
    db.session.flush()
    audit.record("village.rename", "village", None, code=village.code)


def _write_name(code: str, name: str) -> None:
    row = found(db.session.get(Division, code))
    row.name = row.short_name = name


def remove_village(village: Village) -> None:
    """Delete a village nobody lives in. Raises DomainError with the number of people.

    What is still written for people of another township goes too: it counts nowhere.
    """
    people = count_of(queries.people_of(village.code))
    if people:
        raise DomainError(f"还有 {people} 人住在这里，先给他们改填别的村、社区，再删。")
    try:
        with db.session.begin_nested():
            for residence in queries.left_behind(village.code):
                audit.record("residence.remove", "veteran", residence.veteran_id)
                db.session.delete(residence)
            db.session.flush()
            db.session.delete(found(db.session.get(Division, village.code)))
            db.session.flush()
    except IntegrityError as error:  # a person was settled there in the same moment
        raise DomainError("刚刚有人填了这里，不能删。") from error
    audit.record("village.remove", "village", None, code=village.code)


def compare(wanted: Mapping[str, str]) -> Changes:
    """Return what a list of names by code would change; nothing is written.

    Raises DomainError with every name that two villages of one township would then have.
    """
    one_at_a_time(ORDER)
    present = queries.names_of({code[:9] for code in wanted})
    _refuse_repeated_names(present | dict(wanted))
    renamed = {code: name for code, name in wanted.items() if present.get(code, name) != name}
    added = {code: name for code, name in wanted.items() if code not in present}
    return Changes(added, renamed, len(wanted) - len(added) - len(renamed))


def _refuse_repeated_names(names: Mapping[str, str]) -> None:
    first: dict[tuple[str, str], str] = {}
    refusals = Refusals()
    for code, name in sorted(names.items()):
        other = first.setdefault((code[:9], name), code)
        if other != code:
            refusals.add(f"“{name}”会有两个：{other} 和 {code}，请改一个名称。", field="file")
    refusals.raise_if_any()


def apply(changes: Changes) -> None:
    """Write what a list changes; villages that are not in the list stay."""
    for code, name in changes.added.items():
        _create(code, name)
    for code, name in changes.renamed.items():
        _write_name(code, name)
    db.session.flush()
    audit.record(
        "village.load", "village", None, added=len(changes.added), renamed=len(changes.renamed)
    )


def residence_to_change(veteran: Veteran) -> Residence | None:
    """Lock a veteran and return where they live, so that two who choose at once take turns."""
    lock_row(veteran)
    return queries.residence_of(veteran.id)


def set_residence(
    veteran: Veteran, residence: Residence | None, village_code: str, *, by: Account
) -> None:
    """Set where a veteran lives: a village of their township."""
    _settle(veteran, residence, village_code, by)
    _flush()
    audit.record("residence.set", "veteran", veteran.id, village=village_code)


def _settle(veteran: Veteran, residence: Residence | None, village_code: str, by: Account) -> None:
    if village_code[:9] != veteran.township_code:
        raise DomainError(NOT_ITS_OWN, field="village_code")
    if residence is None:
        residence = Residence(veteran_id=veteran.id)
        db.session.add(residence)
    residence.village_code, residence.set_by = village_code, by.id


def _flush() -> None:
    """The unique veteran and the village's key decide, whoever comes first."""
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise DomainError(JUST_CHANGED, field="village_code") from error


def settle_together(ids: Sequence[int], village: Village, *, by: Account) -> int:
    """Set one village for several people who have none; return how many.

    Raises DomainError, and changes nobody, where one of them is not on the list of `by` any more.
    """
    locked = select(Veteran.id).where(Veteran.id.in_(ids)).order_by(Veteran.id).with_for_update()
    db.session.execute(locked)
    query = queries.without_village(by, village.township_code).where(Veteran.id.in_(ids))
    people = db.session.scalars(query).all()
    missing = len(set(ids)) - len(people)
    if missing:
        raise DomainError(
            f"选的人里有 {missing} 位刚刚填过了，或者不在这个乡镇。请在下面重新选。", field="people"
        )
    known = queries.residences_of(ids)
    for veteran in people:
        _settle(veteran, known.get(veteran.id), village.code, by)
    _flush()
    for veteran in people:
        audit.record("residence.set", "veteran", veteran.id, village=village.code)
    return len(people)
