"""Facts of a partner bureau as the form hands them to the operation."""

from dataclasses import dataclass

from core.errors import DomainError, Refusals, check_length
from fairs.exchange import package
from people.divisions.queries import place_name

LONGEST_NAME = 40  # the partner is also named as the contact of its employers
LONGEST_NOTE = 200  # of a status, as its columns hold it


@dataclass(frozen=True)
class PartnerFacts:
    """A partner bureau: division code of six digits, name, public key as pasted."""

    division_code: str
    name: str
    verify_key: str

    def check(self) -> None:
        """Raise DomainError where the division is unknown, the name too long, the key no key."""
        refusals = Refusals()
        with refusals.collecting():
            check_division(self.division_code)
        with refusals.collecting():
            check_length(self.name, LONGEST_NAME, field="name")
        with refusals.collecting():
            package.read_verify_key(self.verify_key)
        refusals.raise_if_any()


def check_division(code: str) -> None:
    """Raise DomainError where a code is not that of a county."""
    if len(code) != 6 or not place_name(code):
        raise DomainError(
            "请填 6 位行政区划代码，比如 330205（宁波市江北区）。", field="division_code"
        )


def fitting(note: str) -> str:
    """Return a note that fits its column; what is too long ends in "…"."""
    return note if len(note) <= LONGEST_NOTE else f"{note[: LONGEST_NOTE - 1]}…"
