"""Hard conditions in words: what is required, what the veteran has, and where each is stated."""

from collections.abc import Callable
from dataclasses import dataclass

from lexicon.certificates import QuickCertificate
from matching.engine.closeness import covered_keys, has_lapsed
from matching.engine.columns import read_columns
from matching.engine.eligibility import (
    CONDITIONS,
    ConditionResult,
    Eligibility,
    judge,
)
from matching.engine.language import Language
from matching.engine.profile import Profile
from matching.engine.reasons import duration
from matching.engine.records import Education, VacancyDoc

EDUCATION_WORDS = {
    Education.NONE: "不限",
    Education.PRIMARY: "小学",
    Education.JUNIOR: "初中",
    Education.SENIOR: "高中",
    Education.COLLEGE: "大专",
    Education.BACHELOR: "本科",
    Education.MASTER: "硕士",
}


# Levels of schooling as the profile offers them: one level may have several names.
HELD_WORDS = EDUCATION_WORDS | {
    Education.SENIOR: "高中、中专或技校",
    Education.MASTER: "硕士及以上",
}


LAPSED = "的证过期了"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one hard condition. `held` is "" where the profile states nothing.

    `text` is a sentence addressed to the veteran; `key` is the credential's key, "" for other
    conditions.
    """

    condition: str
    result: ConditionResult
    needed: str
    held: str
    profile_field: str
    vacancy_field: str
    text: str
    key: str = ""


def check(profile: Profile, vacancy: VacancyDoc, language: Language) -> tuple[Verdict, ...]:
    """Return a verdict for each condition of the vacancy, in the order of ``CONDITIONS``."""
    columns = read_columns((vacancy,), language)
    eligibility = judge(profile, columns, language.lexicon)
    return verdicts(profile, vacancy, language, eligibility=eligibility, row=0)


def verdicts(
    profile: Profile, vacancy: VacancyDoc, language: Language, *, eligibility: Eligibility, row: int
) -> tuple[Verdict, ...]:
    """Return the verdicts for one row of an index that was judged before; see `check`."""
    found: list[Verdict] = []
    for place, condition in enumerate(CONDITIONS):
        result = ConditionResult(int(eligibility.results[place, row]))
        found.extend(DESCRIBE[condition](profile, vacancy, result, language))
    return tuple(found)


def _sentence(result: ConditionResult, needed: str, held: str) -> str:
    if result is ConditionResult.MET:
        return f"符合要求：{needed}"
    if result is ConditionResult.UNKNOWN:
        return f"岗位要求{needed}，您的资料里还看不出来"
    return f"岗位要求{needed}，您{held}"


def _education(
    profile: Profile, vacancy: VacancyDoc, result: ConditionResult, _: Language
) -> list[Verdict]:
    needed, level = vacancy.demand.education, profile.veteran.education
    if not needed:
        return []
    held = "" if level is None else f"填的是{HELD_WORDS[level]}"
    words = f"{EDUCATION_WORDS[needed]}以上学历"
    text = _sentence(result, words, held)
    return [Verdict("education", result, words, held, "education", "demand.education", text)]


def _age(
    profile: Profile, vacancy: VacancyDoc, result: ConditionResult, _: Language
) -> list[Verdict]:
    low, high = vacancy.demand.age_min, vacancy.demand.age_max
    if low is None and high is None:
        return []
    if low is not None and high is not None:
        needed = f" {low} 到 {high} 岁"
    else:
        needed = f" {high} 岁以下" if high is not None else f"满 {low} 岁"
    held = "" if profile.veteran.age is None else f" {profile.veteran.age} 岁"
    field = "demand.age_max" if high is not None else "demand.age_min"
    return [Verdict("age", result, needed, held, "age", field, _sentence(result, needed, held))]


def _credentials(
    profile: Profile, vacancy: VacancyDoc, result: ConditionResult, language: Language
) -> list[Verdict]:
    """Return a verdict for each credential key; the condition's result is the worst of them.

    A credential anybody gets within days never fails: where it is not held the verdict is open.
    """
    found = []
    covered = covered_keys(profile, language.lexicon)
    for key in vacancy.demand.credentials:
        quick = language.lexicon.quick.get(key)
        unmet = ConditionResult.UNKNOWN if quick else result
        own = ConditionResult.MET if key in covered else unmet
        held = "有" if key in covered else _unmet(key, profile, language)
        name = language.credential_name(key)
        text = _credential_sentence(own, name, held, quick)
        refs = ("credentials", "demand.credentials")
        found.append(Verdict("credentials", own, f"有{name}", held, *refs, text, key))
    return found


def _unmet(key: str, profile: Profile, language: Language) -> str:
    """Return what the profile states of a credential that is not held, "" where nothing."""
    if has_lapsed(profile, key, language.lexicon):
        return LAPSED
    return "还没有" if profile.knows_credentials else ""


def _credential_sentence(
    result: ConditionResult, name: str, held: str, quick: QuickCertificate | None
) -> str:
    if result is not ConditionResult.UNKNOWN:
        return _sentence(result, f"有{name}", held)
    if quick:
        unmet = "您的证过期了，几天能办新的" if held == LAPSED else "没有的话几天能办"
        return f"岗位要{name}，{unmet}：到{quick.where}，{quick.cost}"
    return f"岗位要{name}，您{held}" if held else f"岗位要{name}，您没填有没有"


def _years(
    profile: Profile, vacancy: VacancyDoc, result: ConditionResult, _: Language
) -> list[Verdict]:
    if not vacancy.demand.years:
        return []
    known = duration(profile.spells)
    held = "干过这行的时间不够" + (f"（经历共 {known}）" if known else "")
    if not profile.spells:
        held = "没有干过这一行"
    needed = f"干这行满 {vacancy.demand.years} 年（服役也算）"
    text = _sentence(result, needed, held)
    return [Verdict("years", result, needed, held, "services", "demand.years", text)]


def _place(
    profile: Profile, vacancy: VacancyDoc, result: ConditionResult, _: Language
) -> list[Verdict]:
    if result is ConditionResult.MET:
        return []
    place = vacancy.place_name or "外地"
    refuses = profile.veteran.accepts_away is False
    answer = "您说过不去外地" if refuses else "您还没写愿不愿意去外地"
    text = f"岗位在{place}，{answer}" if vacancy.place_code else f"岗位没写在哪里上班，{answer}"
    held = "说过不去外地" if refuses else ""
    refs = ("accepts_away", "place_code")
    return [Verdict("place", result, f"到{place}上班", held, *refs, text)]


DESCRIBE: dict[str, Callable[[Profile, VacancyDoc, ConditionResult, Language], list[Verdict]]] = {
    "education": _education,
    "age": _age,
    "credentials": _credentials,
    "years": _years,
    "place": _place,
}
