"""The cost of a whole list with parts and reasons, beside the naive method, on demo sentences."""

import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.material import vacancy_docs, veteran_docs
from core.config import Secrets
from core.crypto import keyring
from lexicon.tables import load_lexicon
from matching.engine.baseline import NaiveRanker
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.ranking import Ranker
from matching.engine.records import VeteranDoc

ROUNDS = 25


def cpu_seconds(action: Callable[[], object]) -> float:
    """Return the CPU time of one call."""
    started = time.process_time()
    action()
    return time.process_time() - started


def interleaved(
    actions: Sequence[Callable[[VeteranDoc], object]], people: Sequence[VeteranDoc]
) -> list[float]:
    """Return the median CPU milliseconds of each action, interleaved over the same veterans."""
    spent: list[list[float]] = [[] for _ in actions]
    for person in people:
        for times, action in zip(spent, actions, strict=True):
            times.append(cpu_seconds(partial(action, person)) * 1000)
    return [statistics.median(times) for times in spent]


def measure(count: int) -> None:
    """Print one size: build, full pipeline with reasons, and the naive method on the same
    vacancies.
    """
    vacancies, people = vacancy_docs(count), veteran_docs(ROUNDS)
    language = Language(load_lexicon())
    language.analyzer.words("热身，装入词典")
    index = VacancyIndex(language=language)
    build = cpu_seconds(lambda: index.fit(vacancies))
    texts = [
        {"title": vacancy.title, "text": f"{vacancy.duties} {vacancy.requirements}"}
        for vacancy in vacancies
    ]
    naive = NaiveRanker()
    naive_build = cpu_seconds(lambda: naive.fit(texts))
    ranker = Ranker(index)
    ours, peer = interleaved(
        [
            lambda person: ranker.rank(person, k=20),
            lambda person: naive.scores({"text": person.skills_text}),
        ],
        people,
    )
    print(
        f"{count:>8,} | {build:8.2f} s | {naive_build:8.2f} s | {ours:8.2f} ms | {peer:8.2f} ms"
        f" | {ours / peer:6.2f}"
    )


def run(sizes: Sequence[int]) -> None:
    """Measure the sizes asked for."""
    print("CPU time, one thread, medians over", ROUNDS, "profiles, turn by turn.")
    print("   posts | build ours | build naive | ours, top 20 with reasons | naive cosine | ratio")
    with tempfile.TemporaryDirectory() as folder:
        keyring.load(Secrets.load(Path(folder, "keys.json")))  # profiles have encrypted fields
        for count in sizes:
            measure(count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")
