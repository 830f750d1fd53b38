"""Hard conditions told in words: what was needed, what is held, and where each is written."""

from collections.abc import Callable
from dataclasses import dataclass

from matching.engine.columns import read_columns
from matching.engine.eligibility import CONDITIONS, Eligibility, State, covered_keys, judge
from matching.engine.language import Language
from matching.engine.profile import Profile
from matching.engine.reasons import duration
from matching.engine.records import Education, JobDoc

EDUCATION_WORDS = {
    Education.NONE: "不限",
    Education.PRIMARY: "小学",
    Education.JUNIOR: "初中",
    Education.SENIOR: "高中",
    Education.COLLEGE: "大专",
    Education.BACHELOR: "本科",
    Education.MASTER: "硕士",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one hard condition. `held` is "" where the profile does not say.

    `text` is a sentence to the veteran; `key` is the credential's key, "" for other conditions.
    """

    condition: str
    state: State
    needed: str
    held: str
    profile_field: str
    post_field: str
    text: str
    key: str = ""


def check(profile: Profile, job: JobDoc, language: Language) -> tuple[Verdict, ...]:
    """Return a verdict for each condition the post sets, in the order of ``CONDITIONS``."""
    columns = read_columns((job,), language)
    eligibility = judge(profile, columns, language.lexicon)
    return verdicts(profile, job, language, eligibility=eligibility, row=0)


def verdicts(
    profile: Profile, job: JobDoc, language: Language, *, eligibility: Eligibility, row: int
) -> tuple[Verdict, ...]:
    """Return the verdicts on one row of a judged index; see `check`."""
    found: list[Verdict] = []
    for place, condition in enumerate(CONDITIONS):
        state = State(int(eligibility.states[place, row]))
        found.extend(DESCRIBE[condition](profile, job, state, language))
    return tuple(found)


def _sentence(state: State, needed: str, held: str) -> str:
    if state is State.MET:
        return f"符合要求：{needed}"
    if state is State.UNKNOWN:
        return f"岗位要求{needed}，您的资料里还看不出来"
    return f"岗位要求{needed}，您{held}"


def _education(profile: Profile, job: JobDoc, state: State, _: Language) -> list[Verdict]:
    needed, level = job.demand.education, profile.veteran.education
    if not needed:
        return []
    held = "" if level is None else f"填的是{EDUCATION_WORDS[level]}"
    words = f"{EDUCATION_WORDS[needed]}以上学历"
    text = _sentence(state, words, held)
    return [Verdict("education", state, words, held, "education", "demand.education", text)]


def _age(profile: Profile, job: JobDoc, state: State, _: Language) -> list[Verdict]:
    low, high = job.demand.age_min, job.demand.age_max
    if low is None and high is None:
        return []
    if low is not None and high is not None:
        needed = f" {low} 到 {high} 岁"
    else:
        needed = f" {high} 岁以下" if high is not None else f"满 {low} 岁"
    held = "" if profile.veteran.age is None else f" {profile.veteran.age} 岁"
    field = "demand.age_max" if high is not None else "demand.age_min"
    return [Verdict("age", state, needed, held, "age", field, _sentence(state, needed, held))]


def _credentials(profile: Profile, job: JobDoc, state: State, language: Language) -> list[Verdict]:
    """Judge each key by itself; the state of the condition is the worst of them."""
    found = []
    covered = covered_keys(profile, language.lexicon)
    for key in job.demand.credentials:
        own = State.MET if key in covered else state
        held = "有" if key in covered else "还没有" if profile.knows_credentials else ""
        needed = f"有{language.credential_name(key)}"
        refs = ("credentials", "demand.credentials")
        text = _sentence(own, needed, held)
        found.append(Verdict("credentials", own, needed, held, *refs, text, key))
    return found


def _years(profile: Profile, job: JobDoc, state: State, _: Language) -> list[Verdict]:
    if not job.demand.years:
        return []
    known = duration(sum(spell.months for spell in profile.spells))
    held = f"干过这行的时间不够（经历共 {known}）" if known else ""
    needed = f"干这行满 {job.demand.years} 年（服役也算）"
    text = _sentence(state, needed, held)
    return [Verdict("years", state, needed, held, "services", "demand.years", text)]


def _place(profile: Profile, job: JobDoc, state: State, _: Language) -> list[Verdict]:
    if state is State.MET:
        return []
    place = job.place_name or "外地"
    refuses = profile.veteran.accepts_away is False
    told = "您说过不去外地" if refuses else "您还没写愿不愿意去外地"
    text = f"岗位在{place}，{told}" if job.place_code else f"岗位没写在哪里上班，{told}"
    held = "说过不去外地" if refuses else ""
    refs = ("accepts_away", "place_code")
    return [Verdict("place", state, f"到{place}上班", held, *refs, text)]


DESCRIBE: dict[str, Callable[[Profile, JobDoc, State, Language], list[Verdict]]] = {
    "education": _education,
    "age": _age,
    "credentials": _credentials,
    "years": _years,
    "place": _place,
}
