"""Sentences on papers, recomputed from the facts and the tables of the lexicon."""

import re

from lexicon.mentions import find_certificates
from lexicon.tables import includes, load_lexicon
from tests.matching.sentences import conditions
from tests.matching.sentences.conditions import FAILED, OPEN
from tests.matching.sentences.facts import VacancyFacts, VeteranFacts

Found = re.Match[str]


def _squeezed(words: str) -> str:
    return re.sub(r"\s|[（(][^（(）)]*[）)]", "", words).lower()


def is_named(words: str, key: str) -> bool:
    """Return whether words are a name of a paper, or the class of a driving licence alone."""
    certificate = load_lexicon().certificates.get(key)
    if certificate is None:
        return words.strip() == key
    names = {_squeezed(one) for one in (certificate.name, *certificate.aliases)}
    return _squeezed(words) in names | {key.removeprefix("drive_")}


def _mentioned(vacancy: VacancyFacts) -> list[str]:
    texts = (vacancy.title, vacancy.requirements)
    return [key for text in texts for key in find_certificates(text)]


def _asked(vacancy: VacancyFacts) -> list[str]:
    return [*vacancy.papers, *_mentioned(vacancy)]


def _own(found: Found, veteran: VeteranFacts) -> list[str]:
    """Return the keys of the valid papers that the sentence names."""
    return [key for key, _ in veteran.papers if key and is_named(found["own"], key)]


def exact_required(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return any(key in vacancy.papers for key in _own(found, veteran))


def exact_mentioned(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    own = _own(found, veteran)
    return any(key in _mentioned(vacancy) and key not in vacancy.papers for key in own)


def wider(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    asked = [key for key in _asked(vacancy) if is_named(found["name"], key)]
    own = _own(found, veteran)
    return any(key in includes(load_lexicon(), one) and key != one for one in own for key in asked)


def _missing(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> list[str]:
    known = conditions.held(veteran)
    named = [key for key in _asked(vacancy) if is_named(found["name"], key)]
    return [key for key in named if key not in known]


def quick_missing(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return bool(_quick(found, veteran, vacancy) - conditions.lapsed(veteran))


def quick_lapsed(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return bool(_quick(found, veteran, vacancy) & conditions.lapsed(veteran))


def _quick(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> set[str]:
    return set(_missing(found, veteran, vacancy)) & set(load_lexicon().quick)


def _slow(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> set[str]:
    return set(_missing(found, veteran, vacancy)) - set(load_lexicon().quick)


def unsaid(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    slow = _slow(found, veteran, vacancy) - conditions.lapsed(veteran)
    return bool(slow) and not veteran.is_complete


def missing(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    slow = _slow(found, veteran, vacancy) - conditions.lapsed(veteran)
    return bool(slow) and veteran.is_complete


def has_lapsed(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return bool(_slow(found, veteran, vacancy) & conditions.lapsed(veteran))


def none_asked(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return not _asked(vacancy)


def failed(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    lacking = conditions.lacking(veteran, vacancy)
    named = [key for key in lacking if is_named(found["name"], key)]
    lapsed = conditions.lapsed(veteran)
    is_held = found["held"] == "的证过期了"
    is_failed = conditions.papers(veteran, vacancy) == FAILED
    return is_failed and any((key in lapsed) is is_held for key in named)


def _are_all_asked(names: str, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    """Return whether the sentence names each open paper, and no other."""
    lacking = conditions.lacking(veteran, vacancy)
    words = names.split("、")
    is_open = conditions.papers(veteran, vacancy) == OPEN
    is_each = all(any(is_named(one, key) for key in lacking) for one in words)
    return is_open and is_each and len(words) == len(lacking)


def asked_beside_others(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    has_any = bool(veteran.papers or veteran.lapsed)
    lapsed = conditions.lapsed(veteran) & set(conditions.lacking(veteran, vacancy))
    return has_any and not lapsed and _are_all_asked(found["names"], veteran, vacancy)


def asked_of_none(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    has_none = not veteran.papers and not veteran.lapsed
    return has_none and _are_all_asked(found["names"], veteran, vacancy)


def lapsed_open(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    lapsed = conditions.lapsed(veteran) & set(conditions.lacking(veteran, vacancy))
    is_open = conditions.papers(veteran, vacancy) == OPEN
    return is_open and any(is_named(found["name"], key) for key in lapsed)


def quick_open(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return bool(_quick_named(found, veteran, vacancy) - conditions.lapsed(veteran))


def quick_lapsed_open(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return bool(_quick_named(found, veteran, vacancy) & conditions.lapsed(veteran))


def _quick_named(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> set[str]:
    """Return the credentials named that are not held and can be had where the sentence says."""
    quick, known = load_lexicon().quick, conditions.held(veteran)
    return {
        key
        for key in vacancy.papers
        if is_named(found["name"], key)
        and key in quick
        and key not in known
        and found["where"] == f"{quick[key].where}，{quick[key].cost}"
    }
