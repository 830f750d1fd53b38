"""The server is ready once it is warm; until then `/health/ready` answers "warming"."""

import threading
from dataclasses import replace

import pytest

from core import warming
from core.config import Settings
from core.db import transaction
from core.starting import proof
from core.warming import Warming
from matching.index import open_vacancies
from matching.versions import language


@pytest.fixture
def serving(app, monkeypatch):
    """The application with the settings of a real server, not yet warm."""
    settings: Settings = app.extensions["settings"]
    with transaction(audited=False):
        proof.establish(settings)
    monkeypatch.setitem(app.extensions, "settings", replace(settings, testing=False))
    monkeypatch.setitem(app.extensions, warming.EXTENSION, Warming(app))
    return app


def finish(app) -> Warming:
    """Wait until the warming has ended and return it."""
    present = warming.of(app)
    assert present._thread is not None
    present._thread.join()
    return present


def test_ready_answers_warming_until_it_is_done(serving, client, monkeypatch):
    may_end = threading.Event()
    monkeypatch.setattr(warming, "warm_templates", lambda _app: may_end.wait(60))

    first = client.get("/health/ready")
    may_end.set()
    finish(serving)
    then = client.get("/health/ready")

    assert (first.status_code, first.json) == (503, {"status": "warming"})
    assert (then.status_code, then.json) == (200, {"status": "ok"})


def test_a_warming_that_failed_is_begun_again(serving, client, monkeypatch):
    def fails(_app) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(warming, "warm_templates", fails)
        assert client.get("/health/ready").status_code == 503
        assert not finish(serving).is_done
    client.get("/health/ready")

    assert finish(serving).is_done


def test_what_the_first_list_needs_is_loaded(serving, monkeypatch):
    language.language.cache_clear()
    monkeypatch.setattr(open_vacancies.cache, "_kept", None)

    warming.of(serving).start()
    finish(serving)

    assert language.language().analyzer.segment._cut is not None
    assert open_vacancies.cache._kept is not None
    assert "lists/index.html" in {name for _loader, name in serving.jinja_env.cache}
