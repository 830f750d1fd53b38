"""Runs in the six-column TREC form: qid Q0 docid rank score tag."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

Run = Mapping[str, Sequence[tuple[str, float]]]  # query id → (document id, score), best first


def write_run(run: Run, out: TextIO, *, tag: str) -> None:
    """Write a run with ranks from 1 and scores in full precision."""
    for query, ranked in run.items():
        for rank, (document, score) in enumerate(ranked, start=1):
            out.write(f"{query} Q0 {document} {rank} {score!r} {tag}\n")


def read_qrels(lines: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return grades by query and document from lines of "query document grade"."""
    grades: dict[str, dict[str, float]] = {}
    for line in lines:
        query, document, grade = line.split()
        grades.setdefault(query, {})[document] = float(grade)
    return grades
