"""Whose list a page shows, and the addresses of that person's pages."""

from dataclasses import dataclass
from typing import Any

from flask_login import current_user

from core import clock, looks
from core.access import Role
from matching.engine.records import VeteranDoc
from matching.index.queries import uses_profile
from matching.index.records import veteran_doc
from people.veterans.queries import has_profile, own_profile, veteran_for
from people.veterans.views.subject import Subject

STAFF_PAGES = {"index": "for_veteran", "why": "why_for_veteran", "near": "near_for_veteran"}


@dataclass(frozen=True)
class Whose(Subject):
    """The veteran whose list a page shows, to themselves or to staff who advise them."""

    def list_url(self, page: str, **values: Any) -> str:
        """Return the address of a page of lists ("index", "why", "near") for this veteran."""
        return self.address(f"lists.{page}", f"lists.{STAFF_PAGES[page]}", **values)


def own() -> Whose | None:
    """Return the signed-in veteran, None where they have no profile yet."""
    if not has_profile(current_user):
        return None
    return Whose(own_profile(current_user), is_own=True)


def advised(veteran_id: int) -> Whose:
    """Return a veteran whom the signed-in staff advise. Raises NotFoundError outside their area."""
    may_refer = current_user.role is not Role.LEADER
    veteran = veteran_for(veteran_id, current_user)
    looks.show((veteran,))
    return Whose(veteran, is_own=False, may_refer=may_refer)


def doc_of(whose: Whose) -> VeteranDoc | None:
    """Return the veteran's record for the engine, None where it must not be used."""
    if not uses_profile(whose.veteran):
        return None
    return veteran_doc(whose.veteran, clock.today())
