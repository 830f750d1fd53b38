"""Sources of a reason: the veteran's own entry, and the words of the vacancy."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType

from core import clock
from jobs.vacancies.display import full_facts
from jobs.vacancies.models import Vacancy
from matching.engine.profile import ProfileRef
from matching.engine.reasons import VacancyRef
from people.divisions.queries import place_name
from people.veterans.models import Veteran

AROUND = 14  # characters of the vacancy shown on either side of the quoted words
QUOTED = 40  # most characters of the veteran's own words that are shown


@dataclass(frozen=True)
class ProfileSource:
    """An entry of the profile: the section it is entered in, and its words."""

    section: str
    words: str


@dataclass(frozen=True)
class VacancySource:
    """A field of a vacancy: its name, the quoted words, the text around them, and their anchor."""

    label: str
    words: str
    before: str
    after: str
    anchor: str


def _yes_no(is_so: bool | None, yes: str, no: str) -> str:
    return "没填" if is_so is None else yes if is_so else no


def _age(veteran: Veteran) -> str:
    age = veteran.age_on(clock.today())
    return "" if age is None else f"{age} 岁"


def _names(codes: Iterable[str]) -> str:
    return "、".join(place_name(code) for code in codes)


# Section of the profile in which a field is entered, and its words where the engine
# does not quote it.
FIELDS: MappingProxyType[str, tuple[str, Callable[[Veteran], str]]] = MappingProxyType(
    {
        "services": ("service", lambda v: "、".join(r.specialty for r in v.services)),
        "works": ("work", lambda v: "、".join(r.title for r in v.works)),
        "credentials": ("certificates", lambda v: "、".join(r.name for r in v.credentials)),
        "education": ("education", lambda v: v.schooling.label if v.schooling else ""),
        "age": ("basic", _age),
        "skills_text": ("skills", lambda v: v.skills_text),
        "wanted_occupations": ("occupations", lambda v: "、".join(v.wanted_occupations)),
        "place_codes": ("places", lambda v: _names(v.wanted_places)),
        "accepts_away": ("places", lambda v: _yes_no(v.accepts_away, "可以去外地", "不去外地")),
        "home": ("township", lambda v: place_name(v.township_code)),
        "pay_min": ("terms", lambda v: f"期望每月 {v.pay_min} 元" if v.pay_min else ""),
        "wants_lodging": (
            "terms",
            lambda v: _yes_no(v.wants_lodging, "想要包吃住", "不要求包吃住"),
        ),
        "refuses_nights": ("terms", lambda v: _yes_no(v.refuses_nights, "不上夜班", "可以上夜班")),
    }
)
QUOTES_ITSELF = frozenset({"services", "works", "credentials", "skills_text", "wanted_occupations"})
TEXTS = MappingProxyType({"title": "名称", "duties": "工作内容", "requirements": "招聘条件"})
# The label each form field of a vacancy has in `display.full_facts`.
FACTS = MappingProxyType(
    {
        "occupation_code": "职业类别",
        "place_code": "工作地点",
        "pay_min": "工资",
        "pay_max": "工资",
        "has_lodging": "吃住",
        "has_nights": "夜班",
        "veterans_first": "退役军人",
        "demand.education": "学历",
        "demand.age_max": "年龄",
        "demand.age_min": "年龄",
        "demand.credentials": "证书",
        "demand.years": "工作年限",
    }
)


def profile_source(veteran: Veteran, ref: ProfileRef | None) -> ProfileSource | None:
    """Return the entry a reason comes from, None where there is none."""
    if ref is None or ref.field not in FIELDS:
        return None
    section, value = FIELDS[ref.field]
    words = ref.words if ref.words and ref.field in QUOTES_ITSELF else value(veteran)
    shown = words if len(words) <= QUOTED else f"{words[:QUOTED]}……"
    return ProfileSource(section, shown or "没填")


def vacancy_source(vacancy: Vacancy, ref: VacancyRef | None) -> VacancySource | None:
    """Return the words of a vacancy that a reason quotes, None where it quotes none."""
    if ref is None:
        return None
    if ref.field in TEXTS:
        return _quoted(getattr(vacancy, ref.field), ref)
    label = FACTS.get(ref.field, "")
    facts = {fact.label: fact.value for fact in full_facts(vacancy)}
    return VacancySource(label, facts.get(label, "没有写"), "", "", "facts") if label else None


def _quoted(text: str, ref: VacancyRef) -> VacancySource:
    start = ref.start or 0
    end = start + len(ref.words)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return VacancySource(
        TEXTS[ref.field],
        ref.words,
        ("…" if start > AROUND else "") + before.rpartition("\n")[2],
        after.partition("\n")[0] + ("…" if len(text) > end + AROUND else ""),
        ref.field,
    )
