"""Rows for the access tests: for every role its own rows, and those of a stranger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from types import ModuleType
from typing import Any

from flask import current_app
from werkzeug.routing import Rule

from core.access import Role
from core.config import ROOT
from core.db import transaction
from core.scheduling import leader
from core.starting import proof
from people.accounts.models import Account
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.support.databases import FEATURES

MISSING = 999_999
COUNTY_WIDE = frozenset({Role.OFFICER, Role.LEADER, Role.ADMIN, Role.AUDITOR})
TESTS = ROOT / "tests"
ORDER = [feature.name for feature in FEATURES]


def nouns() -> Iterator[ModuleType]:
    """Yield each module tests/<package>/<noun>/world.py with `things`, lower nouns first.

    `things(ids)` makes rows beside those with the ids given, and returns the values of the URL
    parameters that mean them; GUARDED are the parameters whose values belong to one viewer.
    """
    found = {path.parent.name: path.relative_to(TESTS) for path in TESTS.glob("*/*/world.py")}
    modules = {
        noun: import_module(".".join(("tests", *path.with_suffix("").parts)))
        for noun, path in found.items()
    }
    with_things = [noun for noun, module in modules.items() if hasattr(module, "things")]
    for noun in sorted(with_things, key=ORDER.index):
        yield modules[noun]


@dataclass
class World:
    """Accounts by role, and ids by URL parameter: the accounts' own and a stranger's."""

    accounts: dict[Role, Account]
    own: dict[str, Any]
    foreign: dict[str, Any]
    guarded: frozenset[str]

    def path(self, rule: Rule, whose: str, role: Role | None = None) -> str:
        """Return the address of a route with own, foreign or missing ids."""
        names = rule.arguments - set(rule.defaults or {})
        built = rule.build({name: self._id(name, whose) for name in names}, append_unknown=False)
        assert built is not None, rule.rule
        return str(built[1])

    def _id(self, name: str, whose: str) -> Any:
        """Return the value of a parameter; one that is not guarded is the same for everybody."""
        if name not in self.guarded:
            return self.own.get(name, MISSING)
        ids: dict[str, Any] = {"own": self.own, "foreign": self.foreign, "missing": {}}[whose]
        return ids.get(name, MISSING)

    def sees_all(self, rule: Rule, role: Role) -> bool:
        """Return whether every row a route refers to is within a role's scope."""
        if role is Role.VETERAN:
            return "vacancy_id" in rule.arguments  # open vacancies are public
        return role in COUNTY_WIDE


def build_world() -> World:
    """Make the accounts and things of the world."""
    leader.take("a scheduler", life=timedelta(days=1))
    accounts = {role: make_account(role=role, name=f"{role.value}甲") for role in Role}
    stranger = make_account(role=Role.VETERAN, name="外乡人")
    rival = make_account(role=Role.EMPLOYER, name="赵经理")
    own = _beginning(LIUCHENG, accounts[Role.VETERAN], accounts[Role.EMPLOYER])
    foreign = _beginning(CHANGFEN, stranger, rival)
    guarded: frozenset[str] = frozenset()
    for module in nouns():
        guarded |= module.GUARDED
        own |= module.things(own)
        foreign |= module.things(foreign)
    with transaction(audited=False):
        proof.establish(current_app.extensions["settings"])
    return World(accounts, own, foreign, guarded)


def _beginning(township: str, veteran: Account, employer: Account) -> dict[str, Any]:
    """Return what `things` of every noun may begin with."""
    return {
        "township_code": township,
        "veteran_account_id": veteran.id,
        "employer_account_id": employer.id,
    }
