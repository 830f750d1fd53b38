"""What restores the record of a profile that was deleted last."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from core import clock
from core.db import db
from people.secrecy.designations import find_designations
from people.veterans import queries
from people.veterans.models import ProfileDraft

LONGEST = 4000


def keep_draft(
    account_id: int, veteran_id: int, section: str, body: Mapping[str, Any]
) -> list[str]:
    """Store the contents of a deleted record and return the names of fields left out.

    A field is left out where its text looks like a unit designation, which must not be stored
    even for this, or is longer than any field of the profile.
    """
    left_out = [name for name, value in body.items() if not _may_be_kept(value)]
    kept = {name: value for name, value in body.items() if name not in left_out}
    draft = queries.draft_of(account_id, veteran_id, section)
    if draft is None:
        draft = ProfileDraft(account_id=account_id, veteran_id=veteran_id, section=section)
        db.session.add(draft)
    draft.body = json.dumps(kept, ensure_ascii=False)
    draft.saved_at = clock.now()
    db.session.flush()
    return left_out


def _may_be_kept(value: Any) -> bool:
    parts = value if isinstance(value, list) else [value]
    texts = [part for part in parts if isinstance(part, str)]
    return all(len(text) <= LONGEST and not find_designations(text) for text in texts)


def drop_draft(account_id: int, veteran_id: int, section: str) -> None:
    """Delete a draft, if there is one."""
    db.session.execute(
        delete(ProfileDraft).where(
            ProfileDraft.account_id == account_id,
            ProfileDraft.veteran_id == veteran_id,
            ProfileDraft.section == section,
        )
    )
