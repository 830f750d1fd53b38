"""Ranking tasks on disk: queries, documents, grades, labels and occupation tables."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from matching.engine import evaluation
from matching.engine.language import Language
from matching.engine.trec import Run, read_qrels, write_run

Text = dict[str, str]


@dataclass(frozen=True)
class Task:
    """One folder: what is asked, what may answer, and, where judged, what is right."""

    name: str
    queries: list[Text]
    documents: list[Text]
    grades: dict[str, dict[str, float]]
    excludes_self: bool


def read_task(folder: Path) -> Task:
    """Read `queries.jsonl`, `docs.jsonl` and, where they are, `qrels.tsv` and `task.json`."""
    about = folder / "task.json"
    facts = json.loads(about.read_text(encoding="utf-8")) if about.exists() else {}
    grades = folder / "qrels.tsv"
    return Task(
        name=str(facts.get("name", folder.name)),
        queries=_texts(folder / "queries.jsonl"),
        documents=_texts(folder / "docs.jsonl"),
        grades=read_qrels(_lines(grades)) if grades.exists() else {},
        excludes_self=bool(facts.get("exclude_self", False)),
    )


def _lines(path: Path) -> Iterable[str]:
    if not path.exists():
        raise click.ClickException(f"没有找到 {path}。")
    return path.read_text(encoding="utf-8-sig").splitlines()


def _texts(path: Path) -> list[Text]:
    """Read one JSON object a line; only its texts are kept."""
    found = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            texts = {key: value for key, value in raw.items() if isinstance(value, str)}
            found.append(texts | {"id": str(raw["id"])})
        except (ValueError, KeyError, AttributeError) as error:
            raise click.ClickException(f"{path.name} 第 {number} 行读不懂，要有 id。") from error
    return found


def read_labels(path: Path) -> list[tuple[str, str]]:
    """Read texts whose occupation is known, as (text, code).

    A JSON line holds `text` (or `title`) and `code` (or `occupation`, `label`); a table holds
    the text first and the code second; a task folder's `qrels.tsv` is joined with its queries.
    """
    if path.is_dir():
        task = read_task(path)
        named = {query["id"]: query.get("title") or query.get("text", "") for query in task.queries}
        judged = ((query, code) for query, codes in task.grades.items() for code in codes)
        return [(named[query], code) for query, code in judged if query in named]
    if path.suffix == ".jsonl":
        return [_label(json.loads(line)) for line in _lines(path) if line.strip()]
    delimiter = "\t" if path.suffix == ".tsv" else ","
    rows = csv.reader(_lines(path), delimiter=delimiter)
    return [(row[0], row[1]) for row in rows if len(row) >= 2 and row[1][:1].isdigit()]


def _label(raw: Mapping[str, str]) -> tuple[str, str]:
    text = raw.get("text") or raw.get("title", "")
    code = raw.get("code") or raw.get("occupation") or raw.get("label", "")
    return text, str(code)


def read_occupations(path: Path) -> list[Text]:
    """Read an occupation table: JSON lines of documents, or a CSV with `code` and `name`."""
    if path.suffix == ".jsonl":
        return _texts(path)
    found = []
    for row in csv.DictReader(_lines(path)):
        text = " ".join(row.get(name) or "" for name in ("definition", "tasks", "text"))
        alias = row.get("alias") or row.get("aliases") or ""
        found.append({"id": row["code"], "title": row["name"], "alias": alias, "text": text})
    return found


def run(
    task: Task, language: Language, *, labels: Path | None, occupations: Path | None, out: Path
) -> list[tuple[str, dict[str, float]]]:
    """Rank a task with the shipped pipeline, write the run, and return measures beside naive."""
    ranked: Run = evaluation.run_task(
        task.queries,
        task.documents,
        language=language,
        labels=read_labels(labels) if labels else (),
        occupations=read_occupations(occupations) if occupations else None,
    )
    naive: Run = evaluation.run_naive(task.queries, task.documents)
    if task.excludes_self:
        ranked, naive = evaluation.without_self(ranked), evaluation.without_self(naive)
    with out.open("w", encoding="utf-8") as file:
        write_run(ranked, file, tag="rongye")
    if not task.grades:
        return []
    return [("戎业", _means(ranked, task)), ("朴素 TF-IDF", _means(naive, task))]


def _means(ranked: Run, task: Task) -> dict[str, float]:
    measures = evaluation.measure(ranked, task.grades)
    return {name: sum(values) / max(1, len(values)) for name, values in measures.items()}
