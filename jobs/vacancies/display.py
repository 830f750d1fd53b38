"""The facts of a vacancy in short words, the same on every page."""

from dataclasses import dataclass

from core.filters import UNKNOWN, day
from jobs.vacancies.models import PayPeriod, Vacancy
from jobs.vacancies.suggest import occupation_name
from lexicon.tables import load_lexicon
from people.divisions.queries import place_name


@dataclass(frozen=True)
class Fact:
    """One line of a description list."""

    label: str
    value: str


@dataclass(frozen=True)
class Pay:
    """An amount and its unit, apart because pages set them in different sizes."""

    amount: str
    unit: str

    def __str__(self) -> str:
        """Return both as one."""
        return f"{self.amount} {self.unit}".strip()


def pay_of(vacancy: Vacancy) -> Pay:
    """Return the pay of a vacancy as its employer wrote it, never recalculated.

    A bound the employer left open is not closed: 5000 元/月起, 最高 8000 元/月.
    """
    low, high = vacancy.pay_min, vacancy.pay_max
    by_piece = vacancy.pay_period is PayPeriod.PIECE
    unit = "元/件" if by_piece else vacancy.pay_period.label
    if low is None:
        return Pay("工资没有写", "") if high is None else Pay(f"最高 {high}", unit)
    if high is None:
        return Pay(str(low), f"{unit}起")
    return Pay(str(low) if low == high else f"{low}—{high}", unit)


def short_facts(vacancy: Vacancy) -> list[str]:
    """Return the facts a card shows under the title."""
    facts = [vacancy.employer.name, place_name(vacancy.place_code), f"招 {vacancy.headcount} 人"]
    if vacancy.schooling_min is not None:
        facts.append(f"{vacancy.schooling_min.label}及以上")
    return [fact for fact in facts if fact]


def tags(vacancy: Vacancy) -> list[str]:
    """Return what a vacancy offers, as far as it is stated."""
    stated = (
        (vacancy.prefers_veterans, "退役军人优先"),
        (vacancy.has_lodging, "包吃住"),
        (vacancy.has_insurance, "五险"),
        (vacancy.has_nights is False, "不上夜班"),
        (not vacancy.years_min, "不要求经验"),
    )
    return [label for is_so, label in stated if is_so]


# What a sheet of demands and a poster show of a vacancy.
DEMANDS = frozenset(("工作地点", "学历", "工作年限", "证书", "年龄", "夜班", "吃住"))
ON_A_POSTER = frozenset(("工资", "招聘人数", "工作地点", "学历", "证书", "吃住", "招聘到"))


def demands(vacancy: Vacancy) -> list[Fact]:
    """Return the facts that decide who fits."""
    return [fact for fact in full_facts(vacancy) if fact.label in DEMANDS]


def poster_facts(vacancy: Vacancy) -> list[Fact]:
    """Return the facts a passer-by asks for first."""
    return [fact for fact in full_facts(vacancy) if fact.label in ON_A_POSTER]


def full_facts(vacancy: Vacancy) -> list[Fact]:
    """Return every fact of a vacancy, in the order people ask for them."""
    place = f"{place_name(vacancy.place_code)} {vacancy.place_detail}".strip()
    facts = [
        Fact("工资", str(pay_of(vacancy))),
        Fact("工作地点", place or UNKNOWN),
        Fact("招聘人数", f"{vacancy.headcount} 人"),
        Fact("职业类别", _occupation(vacancy)),
        Fact("学历", f"{vacancy.schooling_min.label}及以上" if vacancy.schooling_min else "不限"),
        Fact("工作年限", f"{vacancy.years_min} 年以上" if vacancy.years_min else "不限"),
        Fact("证书", "、".join(credential_names(vacancy)) or "不要求"),
        Fact("年龄", _age(vacancy)),
        Fact("吃住", _yes_no(vacancy.has_lodging, "包吃住", "不包吃住")),
        Fact("五险", _yes_no(vacancy.has_insurance, "交", "不交")),
        Fact("夜班", _yes_no(vacancy.has_nights, "要上夜班", "不上夜班")),
        Fact("班次", vacancy.shift_note),
        Fact("退役军人", _precedence(vacancy)),
        Fact("招聘到", day(vacancy.valid_to)),
        Fact("信息来源", vacancy.source),
    ]
    return [fact for fact in facts if fact.value]


def credential_names(vacancy: Vacancy) -> list[str]:
    """Return the names of the certificates a vacancy demands."""
    known = load_lexicon().certificates
    return [known[row.key].name if row.key in known else row.key for row in vacancy.credentials]


def _occupation(vacancy: Vacancy) -> str:
    name = occupation_name(vacancy.occupation_code)
    return f"{name}（{vacancy.occupation_code}）" if name else ""


def _age(vacancy: Vacancy) -> str:
    low, high = vacancy.age_min, vacancy.age_max
    if low is None and high is None:
        return "不限"
    limits = f"{low}—{high} 岁" if low and high else f"{low} 岁以上" if low else f"{high} 岁以下"
    return f"{limits}（{vacancy.age_reason}）" if vacancy.age_reason else limits


def _precedence(vacancy: Vacancy) -> str:
    if vacancy.veterans_first:
        return "同等条件下优先录用"
    return "岗位介绍里写了优先" if vacancy.prefers_veterans else ""


def _yes_no(value: bool | None, yes: str, no: str) -> str:
    return "没有说明" if value is None else yes if value else no
