"""Build the application from settings and features, and migrate its database."""

from collections.abc import Sequence
from datetime import timedelta

import click
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import Migrate, upgrade
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from core import features, logs, warming, web
from core.config import ROOT, Secrets, Settings, note_use
from core.crypto import keyring
from core.db import db, engine_options, prepare_engine, transaction
from core.features import Feature, installed
from core.logs import log
from core.starting import database, folder, proof
from core.web.door import init_door
from core.web.showing import NotingEnvironment


def build(listed: Sequence[Feature], settings: Settings) -> Flask:
    """Return the Flask application with these features.

    Raises StartError where its folder or its keys cannot be used: no process, be it a server,
    the scheduler or a command, may write with keys that are not those of the database.
    """
    folder.open_folder(settings.instance)
    app = Flask("app", root_path=str(ROOT), instance_path=str(settings.instance))
    app.jinja_environment = NotingEnvironment
    app.extensions["settings"] = settings
    init_door(app)
    _configure(app, settings)
    db.init_app(app)
    app.teardown_appcontext(end_session)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    CSRFProtect(app)
    with app.app_context():
        prepare_engine(db.engine)
        with database.explained(settings):
            app.config["SECRET_KEY"] = _load_keys(settings)
    web.init_web(app)
    features.install(app, listed)
    warming.install(app)
    app.cli.add_command(prepare)
    return app


def end_session(_error: BaseException | None) -> None:
    """Return the connection at the end of a request, without a fault where it has just died.

    The answer is ready by then; raised here, a fault would put a bare 500 in its place.
    """
    try:
        db.session.remove()
    except (OperationalError, InterfaceError) as error:
        log.warning("connection lost at the end of a request", error=type(error).__name__)
        db.session().invalidate()
        db.session.remove()


def _load_keys(settings: Settings) -> str:
    """Load the keys, checked against the database, and return the cookies' key.

    New keys are made only where the database holds nothing that was written with others, and used
    ones are not taken for a database without rows: it would become a second county.
    """
    place = database.database_file(settings)
    if place is None or place.exists():
        _refuse_lost_keys(settings)
    keyring.load(Secrets.load(settings.secret_file))
    # Read after the keys: another process may have written the first rows and noted it meanwhile.
    if place is not None and not place.exists():
        if keyring.secrets.is_used:
            raise proof.lost_database(settings)
        return keyring.secrets.cookie
    with db.engine.connect() as connection:
        if keyring.secrets.is_used and not proof.has_rows(connection):
            raise proof.lost_database(settings)
        proof.check(connection, settings)
    db.engine.dispose()  # a server may fork after this
    return keyring.secrets.cookie


def _refuse_lost_keys(settings: Settings) -> None:
    with db.engine.connect() as connection:
        # Asked twice: another process may have created the keys and its first rows meanwhile.
        is_lost = not settings.secret_file.exists() and proof.has_rows(connection)
        if is_lost and not settings.secret_file.exists():
            raise proof.lost_keys(settings)


def _configure(app: Flask, settings: Settings) -> None:
    logs.configure(quiet=settings.testing)
    url = settings.sqlalchemy_url
    app.config.update(
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


def bring_up_to_date() -> None:
    """Migrate to the newest revision and add each feature's fixed rows; safe to repeat.

    Before that, old files are made private and the database is checked. Raises StartError.
    """
    settings: Settings = current_app.extensions["settings"]
    with database.explained(settings):
        for path in folder.tighten(settings.instance):
            log.warning("readable by others, owned by another user", file=path.name)
        database.check_sound(settings)
        with db.engine.connect() as connection:
            database.check_known(connection, _migrations())
        upgrade()
        with db.engine.connect() as connection:
            database.check_record(connection)
        with transaction(audited=False):
            proof.establish(settings)
            for feature in installed().features:
                if feature.fill is not None:
                    feature.fill()
        _note_use(settings)


def _note_use(settings: Settings) -> None:
    """Note that the keys are used now; a key file nobody may write stays as it is."""
    try:
        note_use(settings.secret_file)
    except OSError as error:
        log.warning("key file not marked as used", error=type(error).__name__)


def _migrations() -> ScriptDirectory:
    return ScriptDirectory(str(ROOT / "migrations"))


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """把数据库建好或升级到最新，装入行政区划。可以重复运行。"""  # noqa: D400
    bring_up_to_date()
    click.echo("数据库已是最新。")
