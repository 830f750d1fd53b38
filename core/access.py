"""Access rules: which roles may use which view. A view without a rule answers 403."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from . import audit

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Role(enum.Enum):
    """The kind of account; each account has exactly one."""

    VETERAN = "VETERAN"
    EMPLOYER = "EMPLOYER"
    CLERK = "CLERK"
    OFFICER = "OFFICER"
    LEADER = "LEADER"
    ADMIN = "ADMIN"
    AUDITOR = "AUDITOR"


ROLE_LABELS = {
    Role.VETERAN: "退役军人",
    Role.EMPLOYER: "用人单位",
    Role.CLERK: "服务站工作人员",
    Role.OFFICER: "事务局工作人员",
    Role.LEADER: "局领导（只看）",
    Role.ADMIN: "系统管理员",
    Role.AUDITOR: "审计员",
}
# Sets of roles, named by what they may do; a rule test refuses such sets elsewhere.
EVERYONE = frozenset(Role)
STAFF = frozenset({Role.CLERK, Role.OFFICER, Role.LEADER, Role.ADMIN, Role.AUDITOR})
EXPORTERS = STAFF - {Role.ADMIN}  # of some list; each list names its own among them
READ_ONLY = frozenset({Role.LEADER, Role.AUDITOR})
VETERANS = frozenset({Role.VETERAN})
EMPLOYERS = frozenset({Role.EMPLOYER})
OFFICERS = frozenset({Role.OFFICER})
AUDITORS = frozenset({Role.AUDITOR})
ADMINS = frozenset({Role.ADMIN})
CASEWORKERS = frozenset({Role.CLERK, Role.OFFICER})  # work with people, a clerk in their township
BUREAU_READERS = CASEWORKERS | {Role.LEADER}
COUNTY_READERS = frozenset({Role.OFFICER, Role.LEADER})  # see the whole county
PROFILE_EDITORS = VETERANS | CASEWORKERS
VACANCY_EDITORS = frozenset({Role.EMPLOYER, Role.OFFICER})
IMPORTERS = VACANCY_EDITORS | CASEWORKERS  # of any noun; each noun names its own among them
VACANCY_READERS = VACANCY_EDITORS | {Role.LEADER}
HIRING_DESK = EMPLOYERS | CASEWORKERS  # act on applications and placements
HIRING_READERS = HIRING_DESK | {Role.LEADER}
HIRING_PARTIES = HIRING_DESK | VETERANS
NOTICE_READERS = HIRING_PARTIES
# Their accounts change only when a second person confirms it: they watch each other.
TWO_PERSON_ROLES = frozenset({Role.ADMIN, Role.AUDITOR, Role.LEADER})
SECOND_PERSONS = frozenset({Role.ADMIN, Role.LEADER})
ACCOUNT_READERS = frozenset({Role.ADMIN, Role.AUDITOR})
SYSTEM_EDITORS = frozenset({Role.ADMIN, Role.OFFICER})
SYSTEM_READERS = frozenset({Role.ADMIN, Role.OFFICER, Role.AUDITOR})


@dataclass(frozen=True)
class Rule:
    """The roles that may use a view.

    `own_account` permits read-only roles to change their own account (a password), `as_second` to
    confirm or refuse what another has proposed, and `as_search` to send words that no address may
    hold; it changes nothing.
    """

    roles: frozenset[Role]
    is_public: bool = False
    own_account: bool = False
    as_second: bool = False
    as_search: bool = False

    def permits(self, role: Role | None, method: str) -> bool:
        """Return whether a role (None: not signed in) may use the view by that method."""
        if self.is_public:
            return role not in READ_ONLY or method in SAFE_METHODS or self.own_account
        if role is None or role not in self.roles:
            return False
        may_change = role not in READ_ONLY or self._is_open_to_readers
        return method in SAFE_METHODS or may_change

    @property
    def _is_open_to_readers(self) -> bool:
        return self.own_account or self.as_second or self.as_search


def allow(
    *roles: Role, own_account: bool = False, as_second: bool = False, as_search: bool = False
) -> Callable[[View], View]:
    """Return the decorator that permits these roles to use a view."""
    if not roles:
        raise ValueError("allow() needs at least one role; use public for open pages")
    rule = Rule(frozenset(roles), own_account=own_account, as_second=as_second, as_search=as_search)
    return _mark(rule)


def public(view: View) -> View:
    """Permit everyone to use a view, signed in or not."""
    return _mark(Rule(EVERYONE, is_public=True, own_account=True))(view)


def _mark(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """Return the access rule of an endpoint, None where its view has none."""
    rule = getattr(app.view_functions[endpoint], "access_rule", None)
    if rule is None and endpoint == "static":
        return Rule(EVERYONE, is_public=True, own_account=True)
    return rule if isinstance(rule, Rule) else None


def enforce() -> Response | None:
    """Refuse a request its view's rule does not permit; runs before every view.

    Returns the redirect to sign-in for a visitor who reads a protected page, else answers 403.
    """
    if request.endpoint is None:
        return None
    rule = rule_of(current_app, request.endpoint)
    role = current_role()
    if rule is not None and rule.permits(role, request.method):
        return None
    if role is None and rule is not None and request.method in SAFE_METHODS:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    return abort(403)


def current_role() -> Role | None:
    """Return the role of the signed-in account, None for a visitor."""
    return current_user.role if current_user.is_authenticated else None


def note_actor() -> None:
    """Make audit events of this request name the signed-in account."""
    if current_user.is_authenticated:
        audit.act_as(audit.Actor(current_user.id, current_user.role.value))
    else:
        audit.act_as(audit.VISITOR)
