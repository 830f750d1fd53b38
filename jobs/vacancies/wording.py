"""The wording check as the bureau set it: what its own decision warns of or forbids."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from core.filters import day as written_day
from core.parameters.registry import amount_of, row_of
from jobs.vacancies.lint import Finding, Severity, lint, lint_reason
from jobs.vacancies.lint.laws import HOUSE
from jobs.vacancies.parameters import WORDING_HOUSE

FORBIDS = 2  # the value of the parameter


@dataclass(frozen=True)
class House:
    """The bureau's own decision on wording. `document` is "" until one is entered."""

    forbids: bool = False
    document: str = ""
    since: date | None = None

    def judge(self, texts: Mapping[str, str]) -> list[Finding]:
        """Return what is wrong with texts; the law names the document of the decision."""
        return [self._judged(finding) for finding in lint(texts)]

    def judge_reason(self, text: str) -> list[Finding]:
        """Return what must not be in a reason for turning a person down."""
        return [self._judged(finding) for finding in lint_reason(text)]

    def _judged(self, finding: Finding) -> Finding:
        kind = Severity.BLOCK if self.forbids and finding.is_house else finding.kind
        return replace(finding, kind=kind, law=finding.law.replace(HOUSE, self._words()))

    def _words(self) -> str:
        if not self.document:
            return f"{HOUSE}，文件还没有填"
        return f"{HOUSE}：{self.document}，{written_day(self.since)}起"


def house_on(day: date) -> House:
    """Return the bureau's decision as it is in force on a day."""
    row = row_of(WORDING_HOUSE, day)
    forbids = amount_of(WORDING_HOUSE, day) == FORBIDS
    return House(forbids) if row is None else House(forbids, row.source, row.valid_from)
