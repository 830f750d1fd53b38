"""Certificates a vacancy demands, as keys of the lexicon. A preference is no demand."""

import re

from jobs.importing.parse.demands import is_wish
from lexicon.mentions import find_certificates
from lexicon.tables import satisfies

_SENTENCE = re.compile(r"[;；。!！\n,，]|(?<!\d)\d++[.、)）](?!\d)")
_DEMAND = re.compile(r"持|须|需|必须|具有|具备|拥有|取得|有|要求|[:：]")
_EITHER = re.compile(r"或|任一|之一|均可|皆可|都可|/")
_NOT_NEEDED = re.compile(
    r"[无不]需|不要求|无要求|[无不]须|不必|不用|非必须|没有|免(?!谈)|正?在考|增驾中|可后补"
)
_NOT_WELCOME = re.compile(r"勿扰|免谈|勿投|不招|不要(?!求)|不予|不得|不能")
MOST = 6  # more in one vacancy is a list of examples, not of demands


def demanded_credentials(requirements: str) -> list[str]:
    """Return the keys of all certificates the requirements demand, in order, each once.

    "B2或A2驾照" demands the lesser, which the greater includes. Alternatives of which none
    includes another cannot be demanded together, so they stay words of the text.
    """
    found: dict[str, None] = {}
    for sentence in _SENTENCE.split(requirements):
        if _demands(sentence):
            found.update(dict.fromkeys(_of_sentence(sentence)))
    return list(found) if len(found) <= MOST else []


def _demands(sentence: str) -> bool:
    if _NOT_NEEDED.search(sentence) and not _NOT_WELCOME.search(sentence):
        return False
    return bool(_DEMAND.search(sentence)) and not is_wish(sentence)


def _of_sentence(sentence: str) -> list[str]:
    keys = find_certificates(sentence)
    lesser = [
        key for key in keys if not any(other != key and satisfies([key], other) for other in keys)
    ]
    return [] if len(lesser) > 1 and _EITHER.search(sentence) else lesser
