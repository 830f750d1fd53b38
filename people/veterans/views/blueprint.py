"""The blueprint all pages of veterans hang on, and what most of them need."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import Role
from core.errors import (
    NotFoundError,
)
from people.veterans import queries
from people.veterans.models import Veteran

bp = Blueprint("veterans", __name__)


@dataclass(frozen=True)
class Subject:
    """The profile a page fills in: one's own, or a person's on whose behalf staff act."""

    veteran: Veteran
    is_own: bool

    @property
    def home(self) -> str:
        """The page that shows the whole profile."""
        if self.is_own:
            return url_for("veterans.me")
        return url_for("veterans.detail", veteran_id=self.veteran.id)

    def url(self, page: str, **values: Any) -> str:
        """Return the address of a filling-in page of this profile."""
        veteran_id = None if self.is_own else self.veteran.id
        return url_for(f"veterans.{page}", veteran_id=veteran_id, **values)


def find_subject(veteran_id: int | None) -> Subject:
    """Return whom the page is about, by the scope of who is signed in. Raises NotFoundError."""
    is_veteran = current_user.role is Role.VETERAN
    if is_veteran != (veteran_id is None):
        raise NotFoundError
    if veteran_id is None:
        return Subject(queries.own_profile(current_user), is_own=True)
    return Subject(queries.veteran_for(veteran_id, current_user), is_own=False)


def page(template: str, **context: Any) -> ResponseReturnValue:
    """Render a form's page: 422 where it was sent and did not do, else 200."""
    status = 422 if request.method == "POST" else 200
    return render_template(f"veterans/{template}.html", **context), status
