"""What must not be in a free text, quoted for the person who has to change it."""

from collections.abc import Iterable

from people.secrecy.designations import find_designations
from people.secrecy.private_numbers import ALL_KINDS, Kind, find_private


def faults_in(
    text: str | None, kinds: Iterable[Kind] = ALL_KINDS, *, has_units: bool = False
) -> list[str]:
    """Return the words of a text that must go, each with the reason; numbers are masked.

    An address may look like the designation of a unit: `has_units` lets it pass.
    """
    units = [] if has_units else find_designations(text)
    return [
        *(f"“{unit.words}”（像部队番号）" for unit in units),
        *(f"“{one.masked}”（{one.kind.label}）" for one in find_private(text, kinds)),
    ]
