"""Rongye: `python app.py` serves; `create_app()` builds. Nothing imports this file."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta

try:
    import flask  # noqa: F401
except ModuleNotFoundError:  # a newcomer without the environment gets the one line to run
    sys.exit("缺少依赖。请先运行：make serve（或 pip install -r requirements.txt）")

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import Migrate, upgrade
from flask_wtf.csrf import CSRFProtect
from waitress import serve
from werkzeug.middleware.proxy_fix import ProxyFix

import core.feature
import core.parameters.feature
import core.scheduling.feature
import demo.feature
import jobs.applications.feature
import jobs.desk.feature
import jobs.employers.feature
import jobs.exchange.feature
import jobs.fairs.feature
import jobs.importing.feature
import jobs.placements.feature
import jobs.vacancies.feature
import matching.feature
import people.accounts.feature
import people.arrivals.feature
import people.divisions.feature
import people.notices.feature
import people.stations.feature
import people.veterans.feature
from core import features, logs, web
from core.config import ROOT, Secrets, Settings
from core.crypto import keyring
from core.db import db, engine_options, prepare_engine, transaction
from core.errors import DomainError
from demo import operations as demo_county
from people.accounts.identity import init_identity
from people.accounts.passwords import hasher
from people.divisions.operations import load_divisions

# From the bottom to the top: a feature knows those before it, never those after it.
FEATURES = (
    core.feature.FEATURE,
    core.parameters.feature.FEATURE,
    core.scheduling.feature.FEATURE,
    people.divisions.feature.FEATURE,
    people.accounts.feature.FEATURE,
    people.notices.feature.FEATURE,
    people.veterans.feature.FEATURE,
    people.arrivals.feature.FEATURE,
    people.stations.feature.FEATURE,
    jobs.employers.feature.FEATURE,
    jobs.vacancies.feature.FEATURE,
    jobs.importing.feature.FEATURE,
    jobs.applications.feature.FEATURE,
    jobs.fairs.feature.FEATURE,
    jobs.placements.feature.FEATURE,
    jobs.exchange.feature.FEATURE,
    jobs.desk.feature.FEATURE,
    matching.feature.FEATURE,
    demo.feature.FEATURE,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from settings (the environment's where none are given)."""
    settings = settings or Settings.from_environment()
    settings.instance.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__, instance_path=str(settings.instance))
    app.extensions["settings"] = settings
    _configure(app, settings)
    _bind(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    secrets = Secrets.load(settings.secret_file)
    keyring.load(secrets)
    hasher.configure(memory_kib=settings.argon2_memory_kib, time_cost=settings.argon2_time)
    logs.configure(quiet=settings.testing)
    url = settings.sqlalchemy_url
    app.config.update(
        SECRET_KEY=secrets.cookie,
        TESTING=settings.testing,
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(url),
        SESSION_COOKIE_NAME="__Host-rongye" if settings.https else "rongye",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=365),
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=1000,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=30),
        WTF_I18N_ENABLED=False,  # else WTForms' own Chinese messages are not used
        WTF_CSRF_TIME_LIMIT=12 * 3600,
    )
    if settings.trusted_hosts:
        app.config["TRUSTED_HOSTS"] = list(settings.trusted_hosts)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _bind(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    CSRFProtect(app)
    with app.app_context():
        prepare_engine(db.engine)
    web.init_web(app)
    init_identity(app)
    features.install(app, FEATURES)
    app.cli.add_command(prepare)


def _bring_up_to_date() -> None:
    """Migrate to the head and load the divisions; changes nothing where all is current."""
    upgrade()
    with transaction(audited=False):
        load_divisions()


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """把数据库建好或升级到最新，装入行政区划。可以重复运行。"""  # noqa: D400
    _bring_up_to_date()
    click.echo("数据库已是最新。")


def _prepare(app: Flask, *, with_demo: bool) -> None:
    """Bring the database up to date and, where asked for, load the demo county."""
    with app.app_context():
        _bring_up_to_date()
        if with_demo and not demo_county.is_loaded():
            print("第一次启动：正在装入演示数据……", flush=True)  # noqa: T201
            _load_demo()


def _load_demo() -> None:
    """Load the demo, or say why not: a database with real people in it is left alone."""
    try:
        demo_county.load_demo()
    except DomainError as error:
        print(error.message, flush=True)  # noqa: T201


def main(arguments: Sequence[str]) -> None:
    """Serve on HOST:PORT by waitress; with --demo the fictional county is loaded first."""
    with_demo = "--demo" in arguments
    app = create_app()
    settings: Settings = app.extensions["settings"]
    _prepare(app, with_demo=with_demo)
    print(f"戎业已启动：http://{settings.host}:{settings.port}")  # noqa: T201
    if with_demo:
        print(demo_county.sign_in_help())  # noqa: T201
    print("按 Ctrl+C 停止。", flush=True)  # noqa: T201
    scheduler = _start_scheduler() if settings.scheduler else None
    try:
        serve(app, host=settings.host, port=settings.port, threads=8, ident="rongye")
    finally:
        if scheduler is not None:
            scheduler.terminate()
            scheduler.wait(timeout=10)


def _start_scheduler() -> subprocess.Popen[bytes]:
    """Start scheduled work in a process of its own, which ends with this one."""
    command = ["-m", "flask", "--app", "app", "scheduler", "run", "--parent", str(os.getpid())]
    return subprocess.Popen([sys.executable, *command], cwd=ROOT)  # noqa: S603 - our own command


if __name__ == "__main__":
    main(sys.argv[1:])
