"""What is told of a placement, as forms hand it to the deeds."""

import enum
from dataclasses import dataclass
from datetime import date

from jobs.placements.models import ContractType


class Side(enum.Enum):
    """Who tells or confirms: the employer's side or the veteran's."""

    EMPLOYER = "EMPLOYER"
    VETERAN = "VETERAN"


@dataclass(frozen=True)
class ClaimFacts:
    """Somebody at work as told; `wage` is whole yuan a month."""

    title: str
    start_on: date
    employer_name: str = ""
    contract: ContractType | None = None
    contract_until: date | None = None
    wage: int | None = None
    has_insurance: bool | None = None
