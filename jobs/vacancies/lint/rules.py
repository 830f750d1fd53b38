"""The form of a rule of wording, and the words several rules share.

Patterns are matched with half-width lower-case text without spaces; "," and ":" match both
writings.
"""

import re
from dataclasses import dataclass
from enum import Enum

REFUSE = "不招|不要|不收|不录用?|不考虑|谢绝|拒绝|勿招|排除"
ONLY = "仅限|只限|限定|限|只招|仅招|只要|只收|专招|仅面向"
REST = r"[^,。;!?\n]"  # within one clause
HERE = "本地|本市|本县|本区|本省|本镇|本村|当地"


class Severity(Enum):
    """BLOCK: must not be published. WARN: the employer must confirm the wording."""

    BLOCK = "BLOCK"
    WARN = "WARN"


@dataclass(frozen=True)
class Rule:
    """One kind of wording. `safe` phrases are hidden before `wrong` is searched."""

    severity: Severity
    topic: str
    wrong: re.Pattern[str]
    safe: re.Pattern[str]
    reason: str
    suggestion: str


def any_of(*patterns: str) -> re.Pattern[str]:
    """Return one pattern that finds any of these."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
