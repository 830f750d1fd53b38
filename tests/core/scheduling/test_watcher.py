"""The watcher starts the scheduler again after kill -9 and after it hangs, and ends with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.access import Role
from core.config import ROOT
from core.scheduling import leader, watcher
from core.scheduling.watcher import Watcher
from tests.people.accounts.world import make_account
from tests.support import postgres
from tests.support.serving import ask
from tests.support.waiting import until

LIVES = """
import pathlib, sys, time
while True:
    pathlib.Path(sys.argv[2]).touch()
    time.sleep(0.05)
"""
ENDS_AT_ONCE = "raise SystemExit(3)"


def children(parent: int) -> dict[int, str]:
    """Return the direct children of a process and their status letters."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            status, above = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(above) == parent:
            found[int(path.parent.name)] = status
    return found


@pytest.fixture
def watch(tmp_path, monkeypatch) -> Iterator[Callable[[str], Watcher]]:
    """Return a function that watches a program; it ends with the test."""
    monkeypatch.setattr(watcher, "LOOKS_EVERY", 0.05)
    monkeypatch.setattr(watcher, "FIRST_PAUSE", 0.05)
    started = []

    def start(program: str) -> Watcher:
        started.append(Watcher(["-c", program], tmp_path / "beat"))
        started[-1].start()
        return started[-1]

    yield start
    for one in started:
        one.stop()


def present(before: set[int]) -> set[int]:
    """Return the processes of this one that were not there before."""
    return set(children(os.getpid())) - before


def test_a_killed_process_is_reaped_and_started_again(watch):
    before = set(children(os.getpid()))
    watched = watch(LIVES)
    until(lambda: present(before))
    [first] = present(before)

    os.kill(first, signal.SIGKILL)
    until(lambda: present(before) - {first})

    assert first not in children(os.getpid())  # no zombie
    assert (watched.history.ends, watched.history.last_exit) == (1, -signal.SIGKILL)
    assert not watched.history.was_hung


def test_without_the_watcher_a_killed_process_stays_dead():
    """The control: a zombie, and no other process."""
    before = set(children(os.getpid()))
    alone = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    alone.send_signal(signal.SIGKILL)
    until(lambda: children(os.getpid()).get(alone.pid) == "Z")
    time.sleep(1)

    assert present(before) == {alone.pid}
    alone.wait()


def test_a_process_without_heartbeat_is_ended_and_started_again(watch, monkeypatch):
    monkeypatch.setattr(watcher, "STALE_AFTER", 3.0)
    before = set(children(os.getpid()))
    watched = watch(LIVES)
    until(lambda: present(before))
    [first] = present(before)

    os.kill(first, signal.SIGSTOP)
    until(lambda: watched.history.ends == 1)
    until(lambda: present(before) - {first})

    assert watched.history.was_hung
    assert first not in children(os.getpid())


def test_a_process_with_heartbeats_runs_on(watch, monkeypatch):
    """The control: only a stale heartbeat ends it."""
    monkeypatch.setattr(watcher, "STALE_AFTER", 3.0)
    watched = watch(LIVES)
    time.sleep(5)

    assert watched.history.ends == 0


def test_the_pauses_grow(watch, monkeypatch):
    pauses: list[float] = []
    watched = watch(ENDS_AT_ONCE)
    wait = watched._stop.wait

    def noted(seconds: float) -> bool:
        if seconds != watcher.LOOKS_EVERY:
            pauses.append(seconds)
        return wait(0)

    monkeypatch.setattr(watched._stop, "wait", noted)
    until(lambda: len(pauses) > 3)

    assert pauses[:4] == sorted(set(pauses[:4]))
    assert watched.history.last_exit == 3


def test_stopping_the_watcher_ends_the_process(watch):
    before = set(children(os.getpid()))
    watched = watch(LIVES)
    until(lambda: present(before))
    watched.stop()

    assert present(before) == set()


def test_the_death_is_seen_on_the_page_the_menu_and_the_desk(app, sign_in):
    admin, officer = (sign_in(make_account(role=role)) for role in (Role.ADMIN, Role.OFFICER))
    watched = Watcher(["-c", LIVES], Path("unused"))
    watched._note_end(-signal.SIGKILL, hung=False)
    app.extensions[watcher.EXTENSION] = watched
    try:
        with_trouble = admin.get("/schedule").text
    finally:
        del app.extensions[watcher.EXTENSION]

    assert "停过 1 次" in with_trouble
    assert "退出码 -9" in with_trouble
    assert "现在没有进程在做定时任务" in with_trouble
    assert "定时任务没有在做" in officer.get("/desk").text
    leader.take("holder")
    assert "定时任务没有在做" not in officer.get("/desk").text
    assert "停过 1 次" not in admin.get("/schedule").text


def ready(address: tuple[str, int], path: str, wanted: str) -> bool:
    try:
        return wanted in ask(address, path)[2]
    except OSError:
        return False


def test_the_server_keeps_a_scheduler_and_shows_its_death(app):
    settings = app.extensions["settings"]
    address = ("127.0.0.1", postgres.free_port())
    environment = os.environ | {
        "RONGYE_INSTANCE": app.instance_path,
        "DATABASE_URL": settings.database_url,
        "PORT": str(address[1]),
    }
    server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment)
    try:
        until(lambda: ready(address, "/health/scheduler", '"status":"ok"'))
        [first] = children(server.pid)
        os.kill(first, signal.SIGKILL)
        until(lambda: ready(address, "/health/scheduler", f'"last_exit":-{signal.SIGKILL:d}'))
        until(lambda: set(children(server.pid)) - {first})
        [second] = children(server.pid)
        until(lambda: ready(address, "/health/scheduler", '"status":"ok"'))
        server.terminate()
        assert server.wait(timeout=600) == 0
        assert not Path(f"/proc/{second}").exists()
    finally:
        server.kill()
        server.wait()
