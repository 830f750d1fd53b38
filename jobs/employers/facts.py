"""What an employer tells of itself, as forms and sheets hand it to the deeds."""

from dataclasses import dataclass

from jobs.employers.models import Industry, Staffing


@dataclass(frozen=True)
class EmployerFacts:
    """One employer as told. `division_code` is a division's code, `contact_phone` 11 digits."""

    name: str
    credit_code: str = ""
    industry: Industry | None = None
    staffing: Staffing | None = None
    introduction: str = ""
    division_code: str | None = None
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
