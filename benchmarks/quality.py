"""`make bench-quality`: the text pipeline on every public task, beside the baselines.

The tasks may not be redistributed: RONGYE_QUALITY_DIR is their folder. With labels means by five
folds: a query is ranked with the labels of the other four, never with its own.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from lexicon.tables import load_lexicon
from matching.engine.concept_space import Label
from matching.engine.language import Language
from matching.engine.trec import Run
from matching.evaluation import tasks

DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared" / "quality" / "public"
# Tasks whose documents are occupations, so that queries with their answers are labels.
LABELLED = frozenset({"zh_title2occ", "en_moc2onet"})
FOLDS = 5
COLUMNS = ("nDCG@10", "MRR", "R@50", "MAP")


def folder() -> Path:
    """Return the folder of the public tasks; end the program where there is none."""
    found = Path(os.environ.get("RONGYE_QUALITY_DIR", DEFAULT))
    if not found.is_dir():
        sys.exit(f"没有找到公开题目：{found}。请用 RONGYE_QUALITY_DIR 指明文件夹。")
    return found


def with_labels(task: tasks.Task, language: Language, *, seed: int = 0) -> Run:
    """Return a run in which every query was ranked with the labels of other folds."""
    fold = np.random.default_rng(seed).integers(0, FOLDS, len(task.queries))
    run: dict[str, Sequence[tuple[str, float]]] = {}
    for number in range(FOLDS):
        asked = [query for query, its in zip(task.queries, fold, strict=True) if its == number]
        others = [query for query, its in zip(task.queries, fold, strict=True) if its != number]
        part = replace(task, queries=asked)
        run |= tasks.ranked(part, language, labels=_labels(task, others))
    return run


def _labels(task: tasks.Task, queries: Sequence[tasks.Text]) -> list[Label]:
    judged = [(query, task.grades[query["id"]]) for query in queries if query["id"] in task.grades]
    return [(query, max(grades, key=lambda code: grades[code])) for query, grades in judged]


def line(name: str, one: tasks.Measured) -> str:
    """Return one method's line of the table."""
    means = " | ".join(f"{one.means[column]:.3f}" for column in COLUMNS)
    auc = "" if one.auc is None else f"{one.auc:.3f}"
    gain = "" if one.gain is None else f"{one.gain[0]:+.3f} … {one.gain[1]:+.3f}"
    return f"| {name} | {one.method} | {means} | {auc} | {gain} |"


def main() -> None:
    """Print the table of all tasks found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="tasks to run; all where none is named")
    names = parser.parse_args().names or sorted(path.name for path in folder().iterdir())
    language = Language(load_lexicon())
    print("| task | method |", " | ".join(COLUMNS), "| AUC | 95 % of nDCG@10 over naive |")
    print("|---" * (len(COLUMNS) + 4) + "|")
    for name in names:
        started = time.process_time()
        task = tasks.read_task(folder() / name)
        runs = {"ours": tasks.ranked(task, language)}
        if name in LABELLED:
            runs["ours, with labels"] = with_labels(task, language)
        for one in tasks.compared(task, runs):
            print(line(name, one), flush=True)
        print(f"<!-- {name}: {time.process_time() - started:.0f} s CPU -->", flush=True)


if __name__ == "__main__":
    main()
