"""Double submission: each form has a key that is spent in the transaction it causes.

A form sent again gets the first answer; nothing is done twice. Sent again with other contents,
after the browser's Back, it is held: shown once more with what was typed and a fresh key.
"""

import hashlib
from contextlib import suppress
from datetime import datetime

from flask import Response, g, has_request_context, redirect, request
from flask_login import current_user
from sqlalchemy import Select, String, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from . import clock
from .crypto import keyring
from .db import Base, db, on_begin, transaction
from .errors import DuplicateSubmissionError
from .turns import BusyError

ANSWER_WAIT = 2.0  # seconds
FIELD = "form_key"
CARRY = "carry"  # a form sent with it is only shown again, as when the mode is switched
IGNORED = {FIELD, "csrf_token", "draft"}
HELD = (
    "刚才已经保存过一次。下面是您后来又改的，还没有保存。"
    "再点一次就按这份保存；如果是新建，会再建一份。"
)


class SpentKey(Base):
    """The key of a form already handled, and the address its answer redirected to."""

    __tablename__ = "spent_key"
    __table_args__ = (UniqueConstraint("actor", "route", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[int]  # 0 for a visitor who is not signed in
    route: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(64))
    body_hash: Mapped[str] = mapped_column(String(64))
    result_url: Mapped[str | None] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


def replay() -> BaseResponse | None:
    """Answer a form already handled with its first answer; other contents are refused."""
    g.spent_key = g.held = None
    if request.method == "POST" and CARRY in request.form:
        g.held = ""
        return None
    key = request.form.get(FIELD, "") if request.method == "POST" else ""
    if not key:
        return None
    spent = db.session.scalar(_spent_by(_actor(), key[:64]))
    if spent is None:
        return None
    if spent.body_hash != _body_hash():
        g.held = HELD
        return None
    if spent.result_url is None:
        raise DuplicateSubmissionError("这张表已经收到，正在处理，请稍后刷新查看。", status=409)
    return redirect(spent.result_url)


@on_begin
def _spend(session: Session) -> None:
    """Spend the request's form key first, so that a second sender fails before any change."""
    if not has_request_context() or request.method != "POST" or g.get("spent_key"):
        return
    key = request.form.get(FIELD, "")
    if g.get("held") is not None and session.info.get("saves_form"):
        raise DuplicateSubmissionError(HELD, status=422)  # a view saved without asking its form
    if not key or not session.info.get("saves_form"):
        return
    spent = SpentKey(actor=_actor(), route=request.path, key=key[:64], body_hash=_body_hash())
    session.add(spent)
    try:
        session.flush()
    except IntegrityError as error:
        message = "这张表正在处理，请不要重复提交。"
        raise DuplicateSubmissionError(message, status=409) from error
    g.spent_key = spent.actor, spent.key


def remember_answer(response: Response) -> Response:
    """Keep the redirect of a saved form, so that sending it again leads to the same page.

    A form answered with a file stays open in the browser: its key is given back, so that the
    file can be made again. The form is saved by now: where this finds no turn or no space, the
    answer stays as it is.
    """
    if not g.get("spent_key"):
        return response
    with suppress(BusyError, OperationalError):
        if response.status_code in (302, 303):
            _keep_address(response, *g.spent_key)
        elif "attachment" in response.headers.get("Content-Disposition", ""):
            _give_back(*g.spent_key)
    return response


def held() -> str | None:
    """Return why the form of this request is shown again unsaved: None where it may be saved,
    "" where its sender asked for that.
    """
    reason: str | None = g.get("held")
    return reason


def is_spent(actor: int, key: str) -> bool:
    """Return whether a form of an account has been saved, wherever it was sent."""
    query = select(SpentKey.id).where(SpentKey.actor == actor, SpentKey.key == key[:64])
    return db.session.scalar(query.limit(1)) is not None


def _keep_address(response: Response, actor: int, key: str) -> None:
    with transaction(audited=False, wait=ANSWER_WAIT) as session:
        # By the key, never by the row's id: the id of a rolled-back row is used again.
        spent = session.scalar(_spent_by(actor, key))
        if spent is not None:
            spent.result_url = str(response.location)[:500]


def _give_back(actor: int, key: str) -> None:
    with transaction(audited=False, wait=ANSWER_WAIT) as session:
        spent = session.scalar(_spent_by(actor, key))
        if spent is not None:
            session.delete(spent)


def _spent_by(actor: int, key: str) -> Select[SpentKey]:
    return select(SpentKey).where(
        SpentKey.actor == actor, SpentKey.route == request.path, SpentKey.key == key
    )


def _actor() -> int:
    return int(current_user.id) if current_user.is_authenticated else 0


def _body_hash() -> str:
    """Return a keyed hash of the form sent; from a plain one passwords could be guessed."""
    digest = hashlib.sha256()
    for name in sorted(request.form.keys() - IGNORED):
        for value in request.form.getlist(name):
            digest.update(f"{name}\0{value}\0".encode())
    for name in sorted(request.files):
        for upload in request.files.getlist(name):
            digest.update(f"{name}\0{upload.filename}\0".encode())
            digest.update(_contents_hash(upload))
    return keyring.blind(digest.hexdigest(), "form body")


def _contents_hash(upload: FileStorage) -> bytes:
    """Hash an uploaded file and restore its position for the next reader."""
    place = upload.stream.tell()
    upload.stream.seek(0)
    digest = hashlib.file_digest(upload.stream, "sha256").digest()  # type: ignore[arg-type]
    upload.stream.seek(place)
    return digest
