"""The room drafts may take: of one account and of all, so that they cannot fill the disk.

A draft that has to go is emptied. Its row stays, so that its form can state that it went.
"""

from collections.abc import Sequence

from sqlalchemy import Select, delete, func, select

from core import clock
from core.db import db
from core.drafts.models import FormDraft
from core.drafts.parameters import ACCOUNT_MB, TOTAL_MB
from core.parameters.registry import Parameter, amount_of

MOST = 40  # drafts of one account
MOST_ROWS = 2 * MOST  # with those that were emptied
MB = 1_000_000  # characters as they are stored, one byte each
Ids = Sequence[int]


def make_room(written: FormDraft) -> int:
    """Empty what no longer fits beside a draft just written; return how many of its account.

    The oldest of the account go first; beyond the limit for all, the oldest of the account that
    keeps most, so that whoever fills the room loses their own. Accounts that write at the same
    moment may exceed that limit by what they write.
    """
    emptied = _empty(_beyond_own_room(written))
    over = _total() - _limit(TOTAL_MB)
    while over > 0 and (draft := _oldest_of_heaviest(written)) is not None:
        over -= draft.size
        emptied += _empty([draft.id]) * (draft.account_id == written.account_id)
    _drop_rows_beyond(written)
    return emptied


def _limit(parameter: Parameter) -> int:
    return amount_of(parameter, clock.today()) * MB


def _others_of(written: FormDraft) -> Select[int, int]:
    """Return the query of an account's other drafts, ids and sizes, the newest first."""
    others = select(FormDraft.id, FormDraft.size).where(
        FormDraft.account_id == written.account_id, FormDraft.id != written.id
    )
    return others.order_by(FormDraft.saved_at.desc(), FormDraft.id.desc())


def _beyond_own_room(written: FormDraft) -> Ids:
    beyond, used, most = [], written.size, _limit(ACCOUNT_MB)
    full = _others_of(written).where(FormDraft.size > 0)
    for number, other in enumerate(db.session.execute(full), start=2):
        used += other.size
        if number > MOST or used > most:
            beyond.append(other.id)
    return beyond


def _total() -> int:
    return db.session.scalar(select(func.coalesce(func.sum(FormDraft.size), 0))) or 0


def _oldest_of_heaviest(written: FormDraft) -> FormDraft | None:
    """Return the oldest draft of the account that keeps most, None where all are being written."""
    full = FormDraft.size > 0, FormDraft.id != written.id
    heaviest = select(FormDraft.account_id).where(*full).group_by(FormDraft.account_id)
    heaviest = heaviest.order_by(func.sum(FormDraft.size).desc()).limit(1)
    account_id = db.session.scalar(heaviest)
    of_it = select(FormDraft).where(*full, FormDraft.account_id == account_id)
    oldest = of_it.order_by(FormDraft.saved_at, FormDraft.id).limit(1)
    # Two accounts that empty each other's would wait for each other.
    return db.session.scalar(oldest.with_for_update(skip_locked=True))


def _empty(ids: Ids) -> int:
    for draft in db.session.scalars(select(FormDraft).where(FormDraft.id.in_(ids))):
        draft.body, draft.size = "", 0
    db.session.flush()
    return len(ids)


def _drop_rows_beyond(written: FormDraft) -> None:
    rows = db.session.execute(_others_of(written).offset(MOST_ROWS))
    beyond = [row.id for row in rows]
    if beyond:
        db.session.execute(delete(FormDraft).where(FormDraft.id.in_(beyond)))
