"""A vacancy as schema.org JobPosting, so that search engines can read it."""

from typing import Any

from core import clock
from jobs.vacancies.models import PayPeriod, Vacancy
from people.divisions.atlas import ancestors

_UNITS = {PayPeriod.MONTH: "MONTH", PayPeriod.DAY: "DAY", PayPeriod.HOUR: "HOUR"}
_TYPES = {
    PayPeriod.MONTH: "FULL_TIME",
    PayPeriod.DAY: "PER_DIEM",
    PayPeriod.HOUR: "PART_TIME",
    PayPeriod.PIECE: "OTHER",
}


def job_posting(vacancy: Vacancy, *, url: str) -> dict[str, Any]:
    """Return an open vacancy as JSON-LD, with its public address where there is one.

    Pay by the piece is left out: schema.org has no unit for it.
    """
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": vacancy.title,
        "description": _description(vacancy),
        "identifier": {
            "@type": "PropertyValue",
            "name": vacancy.employer.name,
            "value": str(vacancy.id),
        },
        "validThrough": f"{vacancy.valid_to.isoformat()}T23:59:59+08:00",
        "hiringOrganization": {"@type": "Organization", "name": vacancy.employer.name},
        "jobLocation": {"@type": "Place", "address": _address(vacancy)},
        "employmentType": _TYPES[vacancy.pay_period],
        "totalJobOpenings": vacancy.headcount,
    }
    if url:
        posting["url"] = url
    if vacancy.published_at is not None:
        posting["datePosted"] = clock.day_of(vacancy.published_at).isoformat()
    if (salary := _salary(vacancy)) is not None:
        posting["baseSalary"] = salary
    return posting


def _description(vacancy: Vacancy) -> str:
    return f"工作内容：\n{vacancy.duties}\n\n招聘条件：\n{vacancy.requirements}"


def _address(vacancy: Vacancy) -> dict[str, str]:
    names = [place.name for place in ancestors(vacancy.place_code or "")]
    address = {
        "@type": "PostalAddress",
        "addressCountry": "CN",
        "addressRegion": names[0] if names else "",
        "addressLocality": "".join(names[1:]),
        "streetAddress": vacancy.place_detail,
    }
    return {key: value for key, value in address.items() if value}


def _salary(vacancy: Vacancy) -> dict[str, Any] | None:
    unit = _UNITS.get(vacancy.pay_period)
    if unit is None or (vacancy.pay_min is None and vacancy.pay_max is None):
        return None
    limits = {"minValue": vacancy.pay_min, "maxValue": vacancy.pay_max}
    stated = {key: value for key, value in limits.items() if value is not None}
    amount = {"@type": "QuantitativeValue", "unitText": unit, **stated}
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": amount}
