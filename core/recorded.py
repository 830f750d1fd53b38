"""The words of the record: what each action, detail, subject and page is called for a reader.

A feature declares those of its own actions; `tests/rules/test_record_words.py` refuses an action or
a detail without words.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.labels import Labelled
from core.lifecycle import Lifecycle

Names = Callable[[Collection[int]], Mapping[int, str]]


class Kind(Labelled):
    """What sort of action an event records, as the reader of the record asks for it."""

    SEE = ("SEE", "查看")
    PRINT = ("PRINT", "打印")
    EXPORT = ("EXPORT", "导出")
    REVEAL = ("REVEAL", "看号码")
    CHANGE = ("CHANGE", "改动")
    DECIDE = ("DECIDE", "核实、审核")
    UNDO = ("UNDO", "撤销、删除")
    SIGN_IN = ("SIGN_IN", "登录、账号")
    TASK = ("TASK", "自动任务")


@dataclass(frozen=True)
class Detail:
    """One key of an event's detail: its label and the words of its values.

    `values` are the enums it is stored from, `names` finds rows by id, `words` translates any other
    value. A detail without a label is bookkeeping, such as the id of a row.
    """

    label: str = ""
    values: tuple[type[Labelled], ...] = ()
    names: Names | None = None
    words: Callable[[Any], str] | None = None

    def read(self, value: Any) -> str:
        """Return a value in words."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if self.names is not None:
            return self.names([value]).get(value, "已删除")
        if self.words is not None:
            return self.words(value)
        known = (one.get(value) for one in self.values)
        label = next((one.label for one in known if one is not None), None)
        return label if label is not None else str(value)


@dataclass(frozen=True)
class Subject:
    """What an event is about: its noun, and the names of rows by id where they have any."""

    noun: str
    names: Names | None = None


@dataclass(frozen=True)
class Recorded:
    """The words of one feature's events. `owners` names the offices accounts (ids) act for."""

    actions: Mapping[Kind, Mapping[str, str]] = field(default_factory=dict)
    details: Mapping[str, Detail] = field(default_factory=dict)
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    owners: Names | None = None


def events_of(lifecycle: Lifecycle[Any]) -> dict[str, str]:
    """Return the actions by which a row changes status, with the words of their buttons."""
    events: Any = lifecycle.machine.events
    return {f"{lifecycle.name}.{event.id}": event.name for event in events}


# Details of any event.
COMMON = {
    "about": Detail(),
    "page": Detail(),
    "count": Detail("件数"),
    "sent": Detail("通知数"),
    "rows": Detail("人数"),
}
HIDDEN = Detail()
