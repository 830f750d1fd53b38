"""The index of open vacancies in a real database: built, loaded, updated, shared.

`python -m benchmarks life`: vacancies of the demo's sentences are written to a new SQLite
database, the index is built from it, two workers load it, and the time is measured until a list
shows a vacancy published, changed and closed.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from flask_migrate import upgrade

from app import create_app
from benchmarks.material import veteran_docs
from core import clock
from core.config import Settings
from core.db import db, transaction
from demo import catalogue, vacancies
from jobs.employers.models import Employer, EmployerStatus, Industry
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.queries import open_stamp
from matching.index import snapshots
from matching.index.open_vacancies import current_vacancies
from matching.versions.language import language
from people.divisions import operations as divisions
from people.divisions.queries import townships

SEED = 2023
AT_ONCE = 2_000
YEAR = timedelta(days=365)
RANKED = 10  # lists each worker makes before its memory is read


def fill(count: int) -> None:
    """Write a number of open vacancies of one employer to the database."""
    rng, today = Random(SEED), clock.today()
    trades = list(catalogue.trades().values())
    homes = [town.code for town in townships()]
    with transaction(audited=False) as session:
        employer = Employer(
            name="虚构单位",
            industry=Industry.C,
            status=EmployerStatus.VERIFIED,
            submitted_at=clock.now(),
            verified_at=clock.now(),
            verified_until=today + YEAR,
        )
        session.add(employer)
        session.flush()
        employer_id = employer.id
    for start in range(0, count, AT_ONCE):
        with transaction(audited=False) as session:
            for _ in range(min(AT_ONCE, count - start)):
                session.add(_vacancy(trades, homes, employer_id, rng))
        db.session.expunge_all()


def _vacancy(
    trades: list[catalogue.Trade], homes: list[str], employer_id: int, rng: Random
) -> Vacancy:
    today = clock.today()
    vacancy = vacancies.compose(
        rng.choice(trades), home=rng.choice(homes), is_agency=False, rng=rng, today=today
    )
    vacancy.employer_id, vacancy.status = employer_id, VacancyStatus.PUBLISHED
    vacancy.published_at, vacancy.valid_to = clock.now(), today + YEAR
    return vacancy


def timed(action: Callable[[], object]) -> float:
    """Return the wall-clock seconds of an action."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def worker(instance: Path, pipe: Connection) -> None:
    """Run as one web worker: load the index, rank some veterans, report the memory used."""
    with create_app(Settings(instance=instance)).app_context():
        language().analyzer.words("先装好词典")
        before = memory()
        loaded = timed(current_vacancies)
        for doc in veteran_docs(RANKED):
            current_vacancies().rank(doc, k=20)
        pipe.send((loaded, before))
        pipe.recv()  # all workers run, so shared memory counts in proportion for each
        pipe.send(memory())


def memory() -> dict[str, float]:
    """Return this process's memory in MB: resident, its proportional share, its own."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    own = sizes["Private_Clean"] + sizes["Private_Dirty"]
    return {"resident": sizes["Rss"], "part": sizes["Pss"], "own": own}


def two_workers(instance: Path) -> None:
    """Print the memory of two workers on one index."""
    context = multiprocessing.get_context("spawn")
    pipes, started = [], []
    for _ in range(2):
        ours, theirs = context.Pipe()
        process = context.Process(target=worker, args=(instance, theirs), daemon=True)
        process.start()
        pipes.append(ours)
        started.append(process)
    stated = [pipe.recv() for pipe in pipes]
    for pipe in pipes:
        pipe.send("go on")
    for (loaded, before), after in zip(stated, [pipe.recv() for pipe in pipes], strict=True):
        print(
            f"a worker: index loaded after {loaded * 1000:.0f} ms; resident {after['resident']:.0f}"
            f" MB, {after['own']:.0f} MB its own; before loading {before['resident']:.0f} and"
            f" {before['own']:.0f}"
        )
    for process in started:
        process.join(timeout=30)


def visible() -> None:
    """Print how long a list takes to show a new, a changed and a closed vacancy."""
    doc = veteran_docs(1)[0]
    rng, trades = Random(7), list(catalogue.trades().values())
    homes = [town.code for town in townships()]
    current_vacancies().rank(doc, k=20)

    def publish() -> None:
        with transaction(audited=False) as session:
            session.add(_vacancy(trades, homes, 1, rng))

    def change() -> None:
        with transaction(audited=False) as session:
            session.get_one(Vacancy, 2).title = "塔吊司机"

    def close() -> None:
        with transaction(audited=False) as session:
            session.get_one(Vacancy, 3).status = VacancyStatus.CLOSED

    for name, action in (("new", publish), ("changed", change), ("closed", close)):
        spent = timed(lambda action=action: (action(), current_vacancies().rank(doc, k=20)))  # type: ignore[misc]
        print(f"a {name} post is in a list after {spent * 1000:.0f} ms, the write included")
    stamp, again = timed(open_stamp), timed(lambda: current_vacancies().rank(doc, k=20))
    print(f"whether anything changed: {stamp * 1000:.1f} ms; a list again: {again * 1000:.0f} ms")


def run(count: int) -> None:
    """Measure one number of vacancies."""
    with tempfile.TemporaryDirectory() as name:
        instance = Path(name)
        with create_app(Settings(instance=instance)).app_context():
            upgrade()
            with transaction(audited=False):
                divisions.load_divisions()
            fill(count)
            language().analyzer.words("先装好词典")
            print(f"{count:,} posts; index made in {timed(_make):.1f} s")
            size = sum(path.stat().st_size for path in snapshots.folder().rglob("*.npy"))
            print(f"on disk {size / 1e6:.0f} MB")
            two_workers(instance)
            visible()


def _make() -> None:
    snapshots.make(language(), 0)
