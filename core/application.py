"""Build the application from settings and features, and migrate its database."""

from collections.abc import Sequence
from datetime import timedelta

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import Migrate, upgrade
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from core import features, logs, web
from core.config import ROOT, Secrets, Settings
from core.crypto import keyring
from core.db import db, engine_options, prepare_engine, transaction
from core.features import Feature, installed


def build(listed: Sequence[Feature], settings: Settings) -> Flask:
    """Return the Flask application with these features."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    app = Flask("app", root_path=str(ROOT), instance_path=str(settings.instance))
    app.extensions["settings"] = settings
    _configure(app, settings)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    CSRFProtect(app)
    with app.app_context():
        prepare_engine(db.engine)
    web.init_web(app)
    features.install(app, listed)
    app.cli.add_command(prepare)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    secrets = Secrets.load(settings.secret_file)
    keyring.load(secrets)
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


def bring_up_to_date() -> None:
    """Migrate to the newest revision and add each feature's fixed rows; safe to repeat."""
    upgrade()
    with transaction(audited=False):
        for feature in installed().features:
            if feature.fill is not None:
                feature.fill()


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """把数据库建好或升级到最新，装入行政区划。可以重复运行。"""  # noqa: D400
    bring_up_to_date()
    click.echo("数据库已是最新。")
