"""Feature declarations: what each package adds to the application.

Each package has a `feature.py` with one `FEATURE`; `app.py` lists them, lower layers first.
Menu, commands, schedule, parameters, figures and personal data are read from that list, so a
lower package never imports the packages above it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol, TypeVar

from click import Command
from flask import Blueprint, Flask, current_app

from core.access import Role
from core.db import Base
from core.errors import NotFoundError
from core.figures import Figure
from core.lifecycle import Lifecycle
from core.navigation import Entry
from core.parameters.registry import Parameter
from core.recorded import Recorded
from core.scheduling.registry import ScheduledTask

Item = TypeVar("Item")
Record = dict[str, Any]
EXTENSION = "features"


@dataclass(frozen=True)
class PersonalData:
    """What a feature stores about a veteran, how it is shown to them and how it is deleted.

    `tables` are all tables of the feature whose rows belong to a veteran. `forget` deletes those
    rows; `shown` returns, under each title of 我的数据, the records in readable form. Both
    take the veteran's id; `forget` runs inside the transaction that deletes the profile.
    """

    tables: tuple[type[Base], ...]
    forget: Callable[[int], None]
    shown: Mapping[str, Callable[[int], list[Record]]] = field(default_factory=dict)


@dataclass(frozen=True)
class DeskLine:
    """One line of the staff's first page: how many items wait, and the page that lists them.

    The count and the page behind `endpoint` with `arguments` must show the same rows.
    """

    label: str | Callable[[], str]
    count: Callable[[Any], int]
    endpoint: str
    action: str
    roles: frozenset[Role]
    order: int
    arguments: Mapping[str, Any] = field(default_factory=dict)
    note: str | Callable[[], str] = ""
    is_urgent: bool = False

    @property
    def text(self) -> str:
        """Return the words beside the count."""
        return self.label if isinstance(self.label, str) else self.label()

    @property
    def remark(self) -> str:
        """Return the note below the words."""
        return self.note if isinstance(self.note, str) else self.note()


@dataclass(frozen=True)
class Panel:
    """A part of a lower feature's page that an upper feature fills, as on a veteran's page.

    `page` names the page that shows it; `template` is rendered with what `context` returns for
    the ids of the page's subject, None where nothing is shown.
    """

    page: str
    template: str
    roles: frozenset[Role]
    context: Callable[..., Mapping[str, Any] | None]
    order: int = 0


@dataclass(frozen=True)
class BeginningWay:
    """Where a beginning is made: a page for these roles, with the words of its link."""

    label: str
    endpoint: str
    roles: frozenset[Role]
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Beginning:
    """What a new bureau enters before its work begins: whether it is there, what is missing.

    `missing` is a sentence without numbers, "" where nothing is.
    """

    title: str
    text: str
    order: int
    missing: Callable[[], str]
    ways: tuple[BeginningWay, ...] = ()


class Keyed(Protocol):
    """A noun imported from sheets or a list exported as one; package sheets declares both."""

    @property
    def key(self) -> str:
        """The key kept with each import or export."""


@dataclass(frozen=True)
class Feature:
    """What one package adds to the application. Fields it has no use for stay empty."""

    name: str
    blueprint: Blueprint | None = None
    commands: tuple[Command, ...] = ()
    schedule: tuple[ScheduledTask, ...] = ()
    menu: tuple[Entry, ...] = ()
    tabs: tuple[Entry, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    personal: PersonalData | None = None
    figures: tuple[Figure, ...] = ()
    desk_lines: tuple[DeskLine, ...] = ()
    panels: tuple[Panel, ...] = ()
    beginnings: tuple[Beginning, ...] = ()
    lifecycles: tuple[Lifecycle[Any], ...] = ()
    sheets: tuple[Keyed, ...] = ()
    exports: tuple[Keyed, ...] = ()
    # Whose inbox an account of a role reads, as (audience, id); None where it has none yet.
    addressees: Mapping[Role, Callable[[Any], Any]] = field(default_factory=dict)
    recorded: Recorded | None = None
    # Returns a text without what must not be stored, not even in a draft.
    redact: Callable[[str], str] | None = None
    # Returns whether an account (id) exists; a deleted one must not get drafts.
    has_account: Callable[[int], bool] | None = None
    # Returns the identity number of an account's owner, None where it is not known.
    identity_of: Callable[[int], str | None] | None = None
    # Passes the open work of one account (id) to another (id); returns how many items it moved.
    hand_over: Callable[[int, int], int] | None = None
    # What follows, in the same transaction, when a row of a lower feature changes status: by
    # life cycle, called with the row and the event.
    follows: Mapping[str, Callable[[Any, str], None]] = field(default_factory=dict)
    # Called once while the application is built, before its pages are added.
    set_up: Callable[[Flask], None] | None = None
    # Reads in what the first requests would wait for; called once while the server starts.
    warm: Callable[[], Any] | None = None
    # Adds rows every installation has, after each migration; repeating it changes nothing.
    fill: Callable[[], Any] | None = None
    # Adds invented rows to the demo county, after those of the features below.
    sample: Callable[[Random], Any] | None = None


class FeatureSet:
    """The features of one application, lower layers first.

    Raises ValueError where two features use the same name for a feature, parameter, scheduled
    task, figure, life cycle, noun imported from sheets or exported list.
    """

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = tuple(features)
        _refuse_repeats("feature", (one.name for one in features))
        _refuse_repeats("parameter", (one.key for one in self.parameters))
        _refuse_repeats("scheduled task", (one.name for one in self.schedule))
        _refuse_repeats("life cycle", (one.name for one in self.lifecycles))
        _refuse_repeats("sheet noun", (one.key for one in self.sheets))
        _refuse_repeats("exported list", (one.key for one in self.exports))
        _refuse_repeats("figure", (f"{f.subject}.{f.key}" for f in self._all("figures")))

    def _all(self, name: str) -> tuple[Any, ...]:
        return tuple(item for feature in self.features for item in getattr(feature, name))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters the bureau may set, in the order of the features."""
        return self._all("parameters")

    @property
    def schedule(self) -> tuple[ScheduledTask, ...]:
        """Scheduled tasks by name."""
        return tuple(sorted(self._all("schedule"), key=lambda task: task.name))

    def parameter(self, key: str) -> Parameter:
        """Return one parameter. Raises NotFoundError."""
        return _one(self.parameters, lambda one: one.key == key)

    def task(self, name: str) -> ScheduledTask:
        """Return one scheduled task. Raises NotFoundError."""
        return _one(self.schedule, lambda one: one.name == name)

    @property
    def menu(self) -> tuple[Entry, ...]:
        """Entries of the side menu by their order."""
        return tuple(sorted(self._all("menu"), key=lambda entry: entry.order))

    @property
    def tabs(self) -> tuple[Entry, ...]:
        """Entries of the phone's bottom tabs by their order."""
        return tuple(sorted(self._all("tabs"), key=lambda entry: entry.order))

    @property
    def lifecycles(self) -> tuple[Lifecycle[Any], ...]:
        """All life cycles, in the order of the features."""
        return self._all("lifecycles")

    @property
    def beginnings(self) -> tuple[Beginning, ...]:
        """What a new bureau enters first, in its order."""
        return tuple(sorted(self._all("beginnings"), key=lambda one: one.order))

    @property
    def sheets(self) -> tuple[Any, ...]:
        """All nouns that can be imported from sheets, lower features first."""
        return self._all("sheets")

    def sheet(self, key: str) -> Any:
        """Return one noun that can be imported from sheets. Raises NotFoundError."""
        return _one(self.sheets, lambda one: one.key == key)

    @property
    def exports(self) -> tuple[Any, ...]:
        """All lists that can be exported as sheets, lower features first."""
        return self._all("exports")

    @property
    def recorded(self) -> tuple[Recorded, ...]:
        """The words of the record, lower features first."""
        return tuple(one.recorded for one in self.features if one.recorded is not None)

    def owners_of(self, account_ids: Sequence[int]) -> dict[int, str]:
        """Return the names of the offices or firms that accounts act for, where they have any."""
        naming = (one.owners for one in self.recorded if one.owners is not None)
        return {key: name for names in naming for key, name in names(account_ids).items()}

    def page_words(self, endpoint: str) -> str:
        """Return what the record calls a page, "" where it has no words."""
        return next((one.pages[endpoint] for one in self.recorded if endpoint in one.pages), "")

    @property
    def personal(self) -> tuple[PersonalData, ...]:
        """Personal data of all features, upper ones first: their rows refer to lower ones."""
        return tuple(one.personal for one in reversed(self.features) if one.personal)

    def figures_of(self, subject: str) -> tuple[Figure, ...]:
        """Return the figures of a subject ("fair"), lower features first."""
        return tuple(one for one in self._all("figures") if one.subject == subject)

    def desk_lines(self, role: Role) -> tuple[DeskLine, ...]:
        """Return the lines of a role's first page, by order."""
        mine = (line for line in self._all("desk_lines") if role in line.roles)
        return tuple(sorted(mine, key=lambda line: line.order))

    def panels_of(self, page: str, role: Role) -> tuple[Panel, ...]:
        """Return the panels that upper features add to a page, by order."""
        mine = (one for one in self._all("panels") if one.page == page and role in one.roles)
        return tuple(sorted(mine, key=lambda panel: panel.order))

    def hand_over(self, leaving_id: int, successor_id: int) -> int:
        """Pass the open work of an account to another; return how many items were moved."""
        passing = (one.hand_over for one in self.features if one.hand_over is not None)
        return sum(pass_on(leaving_id, successor_id) for pass_on in passing)

    def follow(self, lifecycle: str, row: Any, event: str) -> None:
        """Call what features do when a row of a lower one has changed status by an event."""
        for feature in self.features:
            if lifecycle in feature.follows:
                feature.follows[lifecycle](row, event)

    def identity_of(self, account_id: int) -> str | None:
        """Return the identity number of an account's owner, None where no feature knows it."""
        asked = (one.identity_of(account_id) for one in self.features if one.identity_of)
        return next(filter(None, asked), None)

    def has_account(self, account_id: int) -> bool:
        """Return whether an account exists."""
        return any(one.has_account(account_id) for one in self.features if one.has_account)

    def redact(self, text: str) -> str:
        """Return a text without what a feature says must not be stored."""
        for one in self.features:
            text = text if one.redact is None else one.redact(text)
        return text

    def addressee(self, role: Role) -> Callable[[Any], Any] | None:
        """Return the function that finds the inbox of a role's account, None without one."""
        known = (one.addressees[role] for one in self.features if role in one.addressees)
        return next(known, None)


def _one(items: Iterable[Item], fits: Callable[[Item], bool]) -> Item:
    found = next(filter(fits, items), None)
    if found is None:
        raise NotFoundError
    return found


def _refuse_repeats(kind: str, names: Iterable[str]) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise ValueError(f"{kind} declared twice: {', '.join(twice)}")


def install(app: Flask, features: Sequence[Feature]) -> None:
    """Register the features' blueprints and commands, and keep the set for `installed`."""
    app.extensions[EXTENSION] = FeatureSet(features)
    for feature in features:
        if feature.set_up is not None:
            feature.set_up(app)
        if feature.blueprint is not None:
            app.register_blueprint(feature.blueprint)
        for command in feature.commands:
            app.cli.add_command(command)


def installed() -> FeatureSet:
    """Return the features of the running application."""
    features: FeatureSet = current_app.extensions[EXTENSION]
    return features
