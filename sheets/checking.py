"""The dry run: every row of a sheet is staged, left out or refused, and nothing is changed."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sheets.fixes import by_column, fixed
from sheets.nouns import KNOWN, REPEATED, MakeReader, OnProgress, Taken
from sheets.plan import Counts, Plan
from sheets.reading import Row, read_rows
from sheets.report import Level
from sheets.uploads import Upload

OnRow = Callable[[Row, Taken], None]


def data_rows(upload: Upload, plan: Plan) -> Iterator[Row]:
    """Yield the rows of a sheet below its heading, corrected, without hidden ones if so chosen."""
    fixes = by_column(plan)
    for row in read_rows(upload, plan.sheet):
        if row.number > plan.last_header_row and not (row.is_hidden and plan.skips_hidden):
            yield fixed(row, fixes) if fixes else row


def check(
    upload: Upload,
    plan: Plan,
    make_reader: MakeReader,
    *,
    source: str,
    staged: Path,
    report: Path,
    on_progress: OnProgress,
    on_row: OnRow = lambda _row, _taken: None,
) -> Counts:
    """Read a whole sheet without changing the database and return its counts.

    Rows that can be loaded are written to `staged`, one line each, exactly as they will be
    stored; problems to `report`. `on_progress` gets how many rows are done, `on_row` each row with
    what becomes of it.
    """
    reader, tally = make_reader(plan, source), _Tally()
    with staged.open("w", encoding="utf-8") as rows, report.open("w", encoding="utf-8") as lines:
        for done, row in enumerate(data_rows(upload, plan), start=1):
            taken = reader.take(row)
            tally.add(taken)
            if taken.staged:
                rows.write(f"{taken.staged}\n")
            lines.writelines(f"{problem.dumps()}\n" for problem in taken.problems)
            on_row(row, taken)
            on_progress(done)
    return tally.finish()


@dataclass
class _Tally:
    """Counts over all rows of one sheet."""

    counts: Counts = field(default_factory=Counts)
    staged: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, taken: Taken) -> None:
        self.counts.read += 1
        self.counts.repeated += taken.outcome == REPEATED
        self.counts.known += taken.outcome == KNOWN
        self.staged.update([taken.outcome] if taken.staged else [])
        levels = [problem.level for problem in taken.problems]
        self.counts.refused += Level.REFUSED in levels  # a row may have several reasons
        for problem in taken.problems:
            if problem.level is Level.REFUSED:
                self.reasons[problem.reason] += 1
            elif problem.level is Level.NOTE:
                self.counts.notes += 1

    def finish(self) -> Counts:
        self.counts.staged = dict(self.staged)
        self.counts.reasons = dict(self.reasons.most_common())
        return self.counts
