"""A vacancy as schema.org JobPosting."""

from datetime import UTC, date, datetime

import pytest

from jobs.employers.models import Employer
from jobs.vacancies.jsonld import job_posting
from jobs.vacancies.models import PayPeriod, Vacancy

URL = "https://example.invalid/jobs/7"
REQUIRED = {"title", "description", "datePosted", "hiringOrganization", "jobLocation"}


def vacancy(**more) -> Vacancy:
    values = {
        "id": 7,
        "title": "货车驾驶员",
        "duties": "跑短途",
        "requirements": "持 A2",
        "headcount": 3,
        "place_code": "340321100",
        "place_detail": "物流园 3 号门",
        "pay_min": 6500,
        "pay_max": 8000,
        "pay_period": PayPeriod.MONTH,
        "valid_to": date(2026, 6, 30),
        "published_at": datetime(2026, 5, 31, 17, 0, tzinfo=UTC),  # 1 June in Beijing
        "employer": Employer(name="怀远县顺达物流有限公司"),
    }
    return Vacancy(**(values | more))


def test_everything_search_engines_ask_for_is_there():
    posting = job_posting(vacancy(), url=URL)

    assert set(posting) >= REQUIRED
    assert posting["datePosted"] == "2026-06-01"
    assert posting["validThrough"] == "2026-06-30T23:59:59+08:00"
    assert posting["totalJobOpenings"] == 3
    assert posting["employmentType"] == "FULL_TIME"
    assert posting["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "addressCountry": "CN",
        "addressRegion": "安徽省",
        "addressLocality": "蚌埠市怀远县榴城镇",
        "streetAddress": "物流园 3 号门",
    }
    assert posting["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "CNY",
        "value": {
            "@type": "QuantitativeValue",
            "unitText": "MONTH",
            "minValue": 6500,
            "maxValue": 8000,
        },
    }


@pytest.mark.parametrize(
    ("period", "unit", "kind"),
    [(PayPeriod.DAY, "DAY", "PER_DIEM"), (PayPeriod.HOUR, "HOUR", "PART_TIME")],
)
def test_units_are_those_of_the_standard(period, unit, kind):
    posting = job_posting(vacancy(pay_period=period), url=URL)

    assert posting["baseSalary"]["value"]["unitText"] == unit
    assert posting["employmentType"] == kind


def test_what_is_not_shown_or_has_no_unit_is_left_out():
    by_piece = job_posting(vacancy(pay_period=PayPeriod.PIECE), url=URL)
    untold = job_posting(vacancy(pay_min=None, pay_max=None), url=URL)
    only_top = job_posting(vacancy(pay_min=None), url=URL)

    assert "baseSalary" not in by_piece
    assert "baseSalary" not in untold
    assert "minValue" not in only_top["baseSalary"]["value"]


def test_nothing_of_a_contact_is_in_it():
    employer = Employer(name="某公司", contact_name="李某某")

    assert "李某某" not in str(job_posting(vacancy(employer=employer), url=URL))
