"""The account of a request: a server-side session found by the token in the browser's cookie."""

import time
from collections.abc import Sequence

from flask import Flask, Request, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from core import clock
from core.access import STAFF
from core.config import Settings
from core.crypto import keyring
from people.accounts import queries
from people.accounts.models import Account, WebSession
from people.accounts.passwords import hasher

IDLE_STAFF = 15 * 60
IDLE_OTHERS = 30 * 60
TOUCH_EVERY = 60
MOST_KNOWN = 8  # phones a browser is remembered for: a desk that several people use
MARK_LENGTH = 24
CHOICE = "who"  # of the cookie: the accounts one password fits, until one is chosen
CHOICE_MINUTES = 5
login_manager = LoginManager()


def set_up_identity(app: Flask) -> None:
    """Set the cost of password hashes and make Flask-Login find accounts by our session rows."""
    settings: Settings = app.extensions["settings"]
    hasher.configure(memory_kib=settings.argon2_memory_kib, time_cost=settings.argon2_time)
    login_manager.session_protection = None  # the token is ours, not Flask-Login's
    # Without its own context processor: error pages must render where no account can be loaded.
    login_manager.init_app(app, add_context_processor=False)
    login_manager.request_loader(load_account)
    app.before_request(require_own_password)


def require_own_password() -> Response | None:
    """Redirect an account with a one-time password, which others have seen, to change it."""
    if not current_user.is_authenticated or not current_user.must_change_password:
        return None
    if request.endpoint in ("accounts.password", "accounts.sign_out", "web.set_mode", "static"):
        return None
    return redirect(url_for("accounts.password"))


def load_account(_request: Request) -> Account | None:
    """Return the account of this request, None where its session has ended.

    The signed cookie carries the time of the last request, so that reading a page writes nothing
    to the database and an idle browser is signed out all the same.
    """
    token = session.get("token")
    if not token:
        return None
    found = queries.live_session(token)
    if found is None or _is_idle(found):
        session.pop("token", None)
        return None
    if time.time() - session.get("seen", 0) > TOUCH_EVERY:
        session["seen"] = int(time.time())
    g.web_session_id = found.id
    return found.account


def _is_idle(found: WebSession) -> bool:
    limit = IDLE_STAFF if found.account.role in STAFF else IDLE_OTHERS
    idle = time.time() - session.get("seen", 0)
    return bool(idle > limit or idle < -clock.DRIFT.total_seconds())  # seen by a clock ahead


def remember(token: str, phone: str) -> None:
    """Store the token of a new session in the cookie, and that this phone signed in here.

    What else the cookie held is dropped, except the mode.
    """
    mode, known = session.get("mode", ""), session.get("known", [])
    session.clear()
    session["token"] = token
    session["seen"] = int(time.time())
    session["mode"] = mode
    mark = _mark(phone)
    session["known"] = [mark, *(one for one in known if one != mark)][:MOST_KNOWN]
    session.permanent = True


def keep_choice(accounts: Sequence[Account]) -> None:
    """Store in the cookie which accounts a right password fits, for some minutes.

    The mark holds only as long as none of these passwords changes.
    """
    ids = [one.id for one in accounts]
    session[CHOICE] = {"ids": ids, "at": int(time.time()), "mark": _mark_of(accounts)}


def kept_choice() -> list[Account]:
    """Return the accounts this browser may choose from, none once its time is over."""
    kept = session.get(CHOICE) or {}
    is_over = abs(time.time() - kept.get("at", 0)) > CHOICE_MINUTES * 60
    found = [] if is_over else queries.active_accounts(kept["ids"])
    return found if found and kept["mark"] == _mark_of(found) else []


def _mark_of(accounts: Sequence[Account]) -> str:
    hashes = " ".join(sorted(one.password_hash for one in accounts))
    return keyring.blind(hashes, "accounts to choose from")[:MARK_LENGTH]


def forget() -> None:
    """Remove the token from the cookie."""
    kept = {name: session[name] for name in ("mode", "known") if name in session}
    session.clear()
    session.update(kept)


def is_known(phone: str) -> bool:
    """Return whether this browser has signed in with a phone before."""
    return _mark(phone) in session.get("known", [])


def _mark(phone: str) -> str:
    return keyring.blind(phone, "known browser")[:MARK_LENGTH]


def device() -> str:
    """Return a short name of the browser, for the list of signed-in devices."""
    agent = request.headers.get("User-Agent", "")
    for mark, name in (
        ("MicroMessenger", "微信"),
        ("HarmonyOS", "鸿蒙手机"),
        ("Android", "安卓手机"),
        ("iPhone", "苹果手机"),
        ("Windows", "Windows 电脑"),
        ("Mac OS", "苹果电脑"),
        ("Linux", "Linux 电脑"),
    ):
        if mark in agent:
            return name
    return "其他设备"
