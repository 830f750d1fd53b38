"""Reads the run files that `matching.engine.trec` writes."""

from collections.abc import Iterable


def read_run(lines: Iterable[str]) -> dict[str, list[tuple[str, float]]]:
    """Return a run in the order of its ranks.

    Raises
    ------
    ValueError
        If a line has not six columns; the message names the line.
    """
    rows: dict[str, list[tuple[int, str, float]]] = {}
    for number, line in enumerate(lines, start=1):
        columns = line.split()
        if len(columns) != 6:
            raise ValueError(f"line {number}: need six columns, got {len(columns)}")
        query, _, document, rank, score, _ = columns
        rows.setdefault(query, []).append((int(rank), document, float(score)))
    return {q: [(doc, score) for _, doc, score in sorted(found)] for q, found in rows.items()}
