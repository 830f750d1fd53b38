"""The veteran a page is about, and the addresses of their pages."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_login import current_user

from core.access import CASEWORKERS, Role
from core.errors import NotFoundError
from people.veterans import queries
from people.veterans.models import Veteran


@dataclass(frozen=True)
class Subject:
    """The veteran a page is about: the one signed in, or one that staff look after.

    Other features use it too: many of their pages exist twice, for the veteran and for staff.
    """

    veteran: Veteran
    is_own: bool
    may_refer: bool = False  # staff who may refer the veteran to a vacancy

    @property
    def home(self) -> str:
        """The address of the whole profile."""
        return self.address("veterans.me", "veterans.detail")

    def url(self, page: str, **values: Any) -> str:
        """Return the address of an editing page of this profile."""
        veteran_id = None if self.is_own else self.veteran.id
        return url_for(f"veterans.{page}", veteran_id=veteran_id, **values)

    def section_url(self, section: str) -> str:
        """Return the address where a section of the profile is filled in."""
        return self.url("section", section=section)

    def address(self, own: str, staff: str, **values: Any) -> str:
        """Return the address of a page that has one endpoint for the veteran, one for staff."""
        if self.is_own:
            return url_for(own, **values)
        return url_for(staff, veteran_id=self.veteran.id, **values)


def own_subject() -> Subject:
    """Return the veteran who is signed in. Raises NotFoundError where they have no profile."""
    return Subject(queries.own_profile(current_user), is_own=True)


def staff_subject(veteran_id: int) -> Subject:
    """Return a veteran that staff look after. Raises NotFoundError outside their scope."""
    veteran = queries.veteran_for(veteran_id, current_user)
    return Subject(veteran, is_own=False, may_refer=current_user.role in CASEWORKERS)


def find_subject(veteran_id: int | None) -> Subject:
    """Return the veteran of a page: without an id the one signed in, with it one of staff's.

    Raises NotFoundError where the role and the kind of page do not fit, or the scope forbids it.
    """
    is_veteran = current_user.role is Role.VETERAN
    if is_veteran != (veteran_id is None):
        raise NotFoundError
    return own_subject() if veteran_id is None else staff_subject(veteran_id)
