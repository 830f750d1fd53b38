"""The cells of a table as its page showed them: item, version, whether it was ticked."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import DomainError
from core.numbers import whole_number
from people.arrivals.models import ArrivalItem

OLD_PAGE = "这一页的内容不完整，请刷新再勾一次。"


@dataclass(frozen=True)
class SeenCell:
    """One cell: the item, its version, and whether it had a tick."""

    item_id: int
    version: int
    is_done: bool


def written(items: Iterable[ArrivalItem]) -> str:
    """Return the cells of these items as the page keeps them."""
    return " ".join(f"{one.id}.{one.version}.{int(one.is_done)}" for one in items)


def read(text: str) -> list[SeenCell]:
    """Return the cells a page sends back. Raises DomainError where they are not whole."""
    return [_cell(part) for part in text.split()]


def _cell(part: str) -> SeenCell:
    numbers = [whole_number(one) for one in part.split(".")]
    if len(numbers) != 3 or None in numbers:
        raise DomainError(OLD_PAGE)
    item_id, version, is_done = numbers
    return SeenCell(item_id or 0, version or 0, bool(is_done))
