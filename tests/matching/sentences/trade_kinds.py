"""Sentences on trades, time and words in common, recomputed from the facts."""

import re

from lexicon.tables import load_lexicon
from tests.matching.sentences import conditions, trades
from tests.matching.sentences import credential_kinds as papers
from tests.matching.sentences.conditions import FAILED, OPEN
from tests.matching.sentences.facts import VacancyFacts, VeteranFacts, span_words

Found = re.Match[str]


def _grade(fit: float) -> str:
    if fit >= trades.SAME:
        return "对口"
    return "相近" if fit >= trades.RELATED else "有一点关系"


def practised(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    """The named spell is the closest of all, of that grade; so called spells last that long."""
    best = trades.best_practised(veteran, vacancy)
    return any(
        kind == found["did"]
        and words in (found["words"], _key_of(found["words"]))
        and span_words(_together(kind, words, veteran)) == (found["time"] or "")
        and trades.fit(codes, vacancy) == best > 0
        and _grade(best) == found["grade"]
        for kind, words, _, codes in trades.spells(veteran)
    )


def _together(kind: str, words: str, veteran: VeteranFacts) -> int:
    """Return the months of all spells with this name, 0 where one of them is unknown."""
    name = _name_of(words)
    spells = trades.spells(veteran)
    return _sum([m for k, w, m, _ in spells if k == kind and _name_of(w) == name])


def _name_of(words: str) -> str:
    known = load_lexicon().specialties
    return known[words].name if words in known else words


def _sum(months: list[int]) -> int:
    return sum(months) if all(months) else 0


def _key_of(name: str) -> str:
    known = load_lexicon().specialties.values()
    return next((specialty.key for specialty in known if specialty.name == name), "")


def _wishes(found: Found, veteran: VeteranFacts) -> list[str]:
    occupations = load_lexicon().occupations
    names = {code: occupations[code].name for code in veteran.wishes if code in occupations}
    return [wish for wish in veteran.wishes if names.get(wish, wish) == found["words"]]


def _wish_fit(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> float:
    """Return how close the named wish is, -1 where it is not stated or not the closest."""
    best = trades.best_wished(veteran, vacancy)
    fits = [trades.fit(trades.wish_codes(wish), vacancy) for wish in _wishes(found, veteran)]
    return best if best > 0 and best in fits else -1.0


def _is_exactly(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    """The vacancy is of the very occupation named, or its title has the word wished for."""
    codes, occupations = trades.vacancy_codes(vacancy), load_lexicon().occupations
    of_code = any(
        occupations[code].name == found["words"] and weight == 1.0 for code, weight in codes.items()
    )
    return found["words"].lower() in vacancy.title.lower() or of_code


def wish_met(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_same = _wish_fit(found, veteran, vacancy) >= trades.SAME
    return is_same and _is_exactly(found, veteran, vacancy)


def wish_same(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_same = _wish_fit(found, veteran, vacancy) >= trades.SAME
    return is_same and found["words"].lower() not in vacancy.title.lower()


def wish_near(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return trades.RELATED <= _wish_fit(found, veteran, vacancy) < trades.SAME


def wish_far(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return 0 < _wish_fit(found, veteran, vacancy) < trades.RELATED


def paper_of_trade(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    """The named paper is one for the named occupation, and no work is as close to the vacancy."""
    best = trades.best_paper(veteran, vacancy)
    occupations = load_lexicon().occupations
    is_read = all(codes for *_, codes in trades.spells(veteran))
    fits = [
        trades.paper_fit(key, code, vacancy)
        for key, _ in veteran.papers
        if key and papers.is_named(found["own"], key)
        for code in trades.paper_codes(key)
        if occupations[code].name == found["occupation"]
    ]
    is_stated = found["done"] == ("您没填做过" if is_read else "做没做过看不出来")
    return is_stated and best in fits and best > trades.best_practised(veteran, vacancy)


def _read(veteran: VeteranFacts) -> tuple[bool, bool]:
    """Return whether any trade practised, and any wished for, is a known occupation."""
    practised_ = any(codes for *_, codes in trades.spells(veteran))
    return practised_, any(trades.wish_codes(wish) for wish in veteran.wishes)


WHOSE = {(True, True): "您做过的、想找的工作", (True, False): "您做过的工作",
         (False, True): "您想找的工作"}  # fmt: skip


def unrelated(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    near = max(
        trades.best_practised(veteran, vacancy),
        trades.best_wished(veteran, vacancy),
        trades.best_paper(veteran, vacancy),
    )
    is_known = bool(trades.vacancy_codes(vacancy))
    return is_known and near < trades.RELATED and WHOSE.get(_read(veteran)) == found["whose"]


def none_stated(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_silent = not trades.spells(veteran) and not veteran.wishes
    is_silent = is_silent and not trades.best_paper(veteran, vacancy)
    return is_silent and bool(trades.vacancy_codes(vacancy))


def unread(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    has_any = bool(trades.spells(veteran) or veteran.wishes)
    has_any = has_any and not trades.best_paper(veteran, vacancy)
    return has_any and not any(_read(veteran)) and bool(trades.vacancy_codes(vacancy))


def vacancy_unread(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return not trades.vacancy_codes(vacancy)


def time_in_trade(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    spells = trades.in_trade(veteran, vacancy)
    months = sum(months for months, _ in spells)
    stated = int(found["years"]) if found["years"] else None
    longest = max((months for months, _ in spells), default=0)
    dids = {
        "干这行" if near >= trades.SAME else "干过相近的工作" for m, near in spells if m == longest
    }
    return (
        months > 0
        and found["time"] == span_words(months)
        and found["did"] in dids
        and stated == (vacancy.years or None)
    )


def time_unknown(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    least, most = trades.sure_months(veteran, vacancy), trades.most_months(veteran, vacancy)
    return least != most and least < (vacancy.years or 3) * 12


def never_in_trade(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_foreign = trades.best_practised(veteran, vacancy) < trades.RELATED
    return is_foreign and trades.most_months(veteran, vacancy) == 0


def no_time_counted(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_related = trades.best_practised(veteran, vacancy) >= trades.RELATED
    return is_related and trades.most_months(veteran, vacancy) == 0


def years_failed(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    lengths = [months for _, _, months, _ in trades.spells(veteran)]
    total = span_words(_sum(lengths))
    short = "干过这行的时间不够" + (f"（经历共 {total}）" if total else "")
    held = short if lengths else "没有干过这一行"
    is_failed = conditions.years(veteran, vacancy) == FAILED
    return is_failed and int(found["years"]) == vacancy.years and found["held"] == held


def years_open(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_open = conditions.years(veteran, vacancy) == OPEN
    return is_open and int(found["years"]) == vacancy.years


def own_text(veteran: VeteranFacts) -> str:
    """Return everything the veteran wrote, apart from papers."""
    parts = [
        part for words, _, text in (*veteran.services, *veteran.works) for part in (words, text)
    ]
    names = [s.name for words, *_ in veteran.services if (s := trades.specialty_of(words))]
    return trades.plain("\n".join((*parts, *names, veteran.skills)))


def vacancy_text(vacancy: VacancyFacts) -> str:
    return trades.plain("\n".join((vacancy.title, vacancy.duties, vacancy.requirements)))


def _quoted(found: Found) -> list[str]:
    return [trades.plain(word) for word in found["words"].split("、")]


def own_words(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    own, theirs = own_text(veteran), vacancy_text(vacancy)
    return all(word in own and word in theirs for word in _quoted(found))


def same_meaning(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    """Each word is the vacancy's, and another of its group of synonyms is the veteran's."""
    own, theirs = own_text(veteran), vacancy_text(vacancy)
    return all(
        word in theirs and any(other in own for other in _group(word)) for word in _quoted(found)
    )


def _group(part: str) -> set[str]:
    """Return the words of all groups of synonyms that have a word with this part."""
    groups: dict[str, set[str]] = {}
    for variant, canonical in load_lexicon().synonyms.items():
        groups.setdefault(canonical, {canonical}).add(variant)
    found = [group for group in groups.values() if any(part in trades.plain(w) for w in group)]
    return {trades.plain(word) for group in found for word in group}


def service_words(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    specialties = [s for words, *_ in veteran.services if (s := trades.specialty_of(words))]
    skills = trades.plain("\n".join(k for s in specialties for e in s.edges for k in e.skills))
    return all(word in skills and word in vacancy_text(vacancy) for word in _quoted(found))


def few_words(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    """Something is written, and no phrase of it is in the vacancy's text."""
    theirs = vacancy_text(vacancy)
    phrases = [one for one in re.split(r"[\W_]+", own_text(veteran)) if len(one) > 1]
    return bool(phrases or veteran.papers) and not any(one in theirs for one in phrases)


def vacancy_short(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return bool(own_text(veteran).strip() or veteran.papers) and len(vacancy_text(vacancy)) < 16


def no_words(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return not own_text(veteran).strip() and not veteran.papers
