"""Reads the lines of one roster: who, at which fair, whether they came, what came of it."""

from dataclasses import dataclass

from fairs.fairs.models import Outcome
from fairs.rosters.fields import FIELDS
from jobs.applications.models import RejectReason
from people.ledgers.parsed import ParsedPerson
from people.ledgers.rows import fill_person
from sheets.cells import CellsReader, RowCells
from sheets.kinds import CellKind
from sheets.plan import Plan
from sheets.reading import Row
from sheets.texts import half_width

LONGEST = 80
CAME = ("是", "到", "已到", "到场", "已到场", "签到", "已签到", "已签", "参加", "√", "✓", "1")
AWAY = ("否", "未到", "没到", "缺席", "未签到", "未参加", "没参加", "×", "x", "0")
# Words of a result, tried in order: the narrower one comes first.
RESULTS = (
    (("未达成", "无意向", "没有意向", "不合适", "未录用", "未通过"), Outcome.UNFIT, False),
    (("签约", "录用", "签协议", "入职"), Outcome.INTENT, True),
    (("意向",), Outcome.INTENT, False),
    (("见过面", "见面", "面谈", "洽谈", "咨询", "待定", "面试"), Outcome.MET, False),
)
REASONS = {
    "工资": RejectReason.PAY,
    "待遇": RejectReason.PAY,
    "薪": RejectReason.PAY,
    "远": RejectReason.DISTANCE,
    "技能": RejectReason.SKILLS,
    "证": RejectReason.SKILLS,
    "满": RejectReason.FULL,
    "放弃": RejectReason.GAVE_UP,
}


@dataclass(frozen=True)
class Line:
    """One line as it is written; `came` is None where it does not say."""

    person: ParsedPerson
    fair: str
    came: bool | None
    employer: str
    vacancy: str
    outcome: Outcome | None
    is_signed: bool
    reason: RejectReason | None


class Reader(CellsReader):
    """Turns rows into lines."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan, FIELDS)

    def read(self, row: Row) -> Line | None:
        """Return the line of a row, None for a row of none; problems are in `problems`."""
        cells = self.opened(row)
        if cells is None:
            return None
        person = ParsedPerson(row.number)
        fill_person(cells, person)
        outcome, is_signed = _result(cells)
        return Line(
            person,
            half_width(cells.fitting("fair", LONGEST)),
            _came(cells),
            cells.fitting("employer", LONGEST),
            cells.fitting("vacancy", LONGEST),
            outcome,
            is_signed,
            _reason(cells) if outcome is Outcome.UNFIT else None,
        )


def _came(cells: RowCells) -> bool | None:
    text = half_width(cells.get("came")).casefold()
    if cells.kind("came") in (CellKind.DATE, CellKind.TIME):
        return True  # when they came
    if text in CAME or text in AWAY:
        return text in CAME
    if text:
        cells.note_unread("came", "是不是到场看不懂，没有记。")
    return None


def _result(cells: RowCells) -> tuple[Outcome | None, bool]:
    """Return the outcome of a meeting and whether a contract was signed on the spot."""
    text = half_width(cells.get("result"))[:LONGEST]
    if not text:
        return (Outcome.MET, False) if cells.get("employer") else (None, False)
    if text in ("是", "有", "√", "✓"):
        return Outcome.INTENT, False
    if text in ("否", "无", "没有", "×"):
        return Outcome.UNFIT, False
    for words, outcome, is_signed in RESULTS:
        if any(word in text for word in words):
            return outcome, is_signed
    cells.note_unread("result", "结果看不懂，没有记。")
    return None, False


def _reason(cells: RowCells) -> RejectReason | None:
    text = half_width(cells.get("reason"))[:LONGEST]
    by_label = next((one for one in RejectReason if half_width(one.label) in text), None)
    found = by_label or next((reason for word, reason in REASONS.items() if word in text), None)
    if found is None:
        reason = (
            "不合适的原因看不懂，记成“见过面”。" if text else "没有写不合适的原因，记成“见过面”。"
        )
        cells.note("reason" if text else "result", reason)
    return found
