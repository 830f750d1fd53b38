"""The form of a rule of wording, and the words several rules share.

Patterns are matched with half-width lower-case text without spaces; "," and ":" match both
writings.
"""

import re
from dataclasses import dataclass
from enum import Enum

from jobs.vacancies.lint.laws import HOUSE

REFUSE = "不招|不要|不收|不录用?|不考虑|谢绝|拒绝|勿招|排除"
NOT = (
    "勿扰|勿投|勿试|勿来|勿进|勿打|免谈|除外|不要(?!求)|不招|不收|不考虑|不予?录用|谢绝|慎投"
    "|请绕道|绕行"
)
ONLY = "仅限|只限|限定|限|只招|仅招|只要|只收|专招|仅面向"
REST = r"[^,。;!?\n]"  # within one clause
HERE = "本地|本市|本县|本区|本省|本镇|本村|当地"


class Severity(Enum):
    """BLOCK: must not be published. WARN: the employer must confirm the wording."""

    BLOCK = "BLOCK"
    WARN = "WARN"


@dataclass(frozen=True)
class Rule:
    """One kind of wording. `safe` phrases are hidden before `wrong` is searched.

    `law` is one of `laws`; HOUSE where the bureau decides.
    """

    severity: Severity
    topic: str
    wrong: re.Pattern[str]
    safe: re.Pattern[str]
    reason: str
    law: str
    suggestion: str

    @property
    def is_house(self) -> bool:
        """Return whether the rule rests on the bureau's own decision."""
        return self.law == HOUSE


def any_of(*patterns: str) -> re.Pattern[str]:
    """Return one pattern that finds any of these."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
