"""The sections of a profile in their order: what each asks, how it is filled and saved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.forms import VersionedForm
from people.accounts.models import Account
from people.divisions.queries import place_name
from people.veterans import operations
from people.veterans.forms import sections as forms
from people.veterans.models import EmploymentStatus, Schooling, Veteran

Save = Callable[[Veteran, Any, Account], None]


@dataclass(frozen=True)
class Section:
    """One section. Without a form it is a list of records, which have pages of their own."""

    slug: str
    title: str
    is_done: Callable[[Veteran], bool]
    form: type[VersionedForm] | None = None
    fill: Callable[[Veteran], dict[str, Any]] = lambda _veteran: {}
    save: Save = lambda _veteran, _form, _viewer: None


def _value(member: Any) -> Any:
    return None if member is None else member.value


def _fill_basic(veteran: Veteran) -> dict[str, Any]:
    return {"born_on": veteran.born_on}


def _save_basic(veteran: Veteran, form: forms.BasicForm, viewer: Account) -> None:
    facts = form.facts()
    operations.save_basic(veteran, facts, by_id=viewer.id, by_staff=viewer.is_staff)


def _fill_township(veteran: Veteran) -> dict[str, Any]:
    return {"township_code": veteran.township_code}


def _save_township(veteran: Veteran, form: forms.TownshipForm, viewer: Account) -> None:
    code = form.township_code.data
    operations.save_township(veteran, township_code=code, only=viewer.division_code or "")


def _fill_resettlement(veteran: Veteran) -> dict[str, Any]:
    return {
        "soldier_class": _value(veteran.soldier_class),
        "resettlement_mode": _value(veteran.resettlement_mode),
        "retired_on": veteran.retired_on,
    }


def _save_resettlement(veteran: Veteran, form: forms.ResettlementForm, _viewer: Account) -> None:
    operations.save_resettlement(veteran, form.facts())


def _fill_education(veteran: Veteran) -> dict[str, Any]:
    return {"schooling": _value(veteran.schooling), "major": veteran.major}


def _save_education(veteran: Veteran, form: forms.EducationForm, _viewer: Account) -> None:
    schooling = Schooling(form.schooling.data)
    operations.save_education(veteran, schooling=schooling, major=form.major.data)


def _fill_skills(veteran: Veteran) -> dict[str, Any]:
    return {"skills_text": veteran.skills_text}


def _save_skills(veteran: Veteran, form: forms.SkillsForm, _viewer: Account) -> None:
    operations.save_skills(veteran, skills_text=form.skills_text.data)


def _fill_status(veteran: Veteran) -> dict[str, Any]:
    return {"employment_status": _value(veteran.employment_status)}


def _save_status(veteran: Veteran, form: forms.StatusForm, _viewer: Account) -> None:
    status = EmploymentStatus(form.employment_status.data)
    operations.save_status(veteran, employment_status=status)


def _fill_occupations(veteran: Veteran) -> dict[str, Any]:
    wanted = veteran.wanted_occupations
    return {f"occupation_{number}": words for number, words in enumerate(wanted, start=1)}


def _save_occupations(veteran: Veteran, form: forms.OccupationsForm, _viewer: Account) -> None:
    operations.save_occupations(veteran, occupations=form.occupations())


def _fill_places(veteran: Veteran) -> dict[str, Any]:
    others = [code for code in veteran.wanted_places if code not in forms.USUAL_PLACES]
    return {
        "places": [code for code in veteran.wanted_places if code in forms.USUAL_PLACES],
        "other_places": "、".join(place_name(code) for code in others),
        "accepts_away": veteran.accepts_away,
    }


def _save_places(veteran: Veteran, form: forms.PlacesForm, _viewer: Account) -> None:
    operations.save_places(veteran, form.facts())


def _fill_terms(veteran: Veteran) -> dict[str, Any]:
    return {
        "pay_min": veteran.pay_min,
        "wants_lodging": veteran.wants_lodging,
        "refuses_nights": veteran.refuses_nights,
    }


def _save_terms(veteran: Veteran, form: forms.TermsForm, _viewer: Account) -> None:
    operations.save_terms(veteran, form.facts())


def _has_terms(veteran: Veteran) -> bool:
    answers = (veteran.pay_min, veteran.wants_lodging, veteran.refuses_nights)
    return any(answer is not None for answer in answers)


def _has_certificates(veteran: Veteran) -> bool:
    return bool(veteran.credentials) or veteran.credentials_complete_on is not None


SECTIONS = (
    Section("status", "现在的情况", lambda v: v.status_stated_on is not None,
         forms.StatusForm, _fill_status, _save_status),
    Section("occupations", "想做什么工作", lambda v: bool(v.wanted_occupations),
         forms.OccupationsForm, _fill_occupations, _save_occupations),
    Section("places", "想在哪里工作", lambda v: bool(v.wanted_places) or v.accepts_away is not None,
         forms.PlacesForm, _fill_places, _save_places),
    Section("terms", "工资和条件", _has_terms, forms.TermsForm, _fill_terms, _save_terms),
    Section("service", "服役经历", lambda v: bool(v.services)),
    Section("certificates", "证书和驾照", _has_certificates),
    Section("skills", "会什么", lambda v: bool(v.skills_text),
         forms.SkillsForm, _fill_skills, _save_skills),
    Section("work", "退役后做过的工作", lambda v: bool(v.works)),
    Section("education", "学历", lambda v: v.schooling is not None,
         forms.EducationForm, _fill_education, _save_education),
    Section("township", "户籍乡镇", lambda v: v.township_code is not None,
         forms.TownshipForm, _fill_township, _save_township),
    Section("resettlement", "退役和安置", lambda v: v.soldier_class is not None,
         forms.ResettlementForm, _fill_resettlement, _save_resettlement),
    Section("basic", "身份证号和出生日期", lambda v: v.born_on is not None,
         forms.BasicForm, _fill_basic, _save_basic),
)  # fmt: skip
BY_SLUG = {section.slug: section for section in SECTIONS}


def position(slug: str) -> int:
    """Return the position of a section, counted from 1."""
    return SECTIONS.index(BY_SLUG[slug]) + 1


def following(slug: str) -> Section | None:
    """Return the section after this one, None after the last."""
    later = SECTIONS[position(slug) :]
    return later[0] if later else None


def done_count(veteran: Veteran) -> int:
    """Return how many sections have an answer."""
    return sum(section.is_done(veteran) for section in SECTIONS)
