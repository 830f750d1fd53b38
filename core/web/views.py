"""Pages of the platform itself: 大字版, component gallery, CSRF token, icon."""

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict

from core import access, idempotency
from core.web.gallery import GalleryForm
from core.web.next_page import safe_form, safe_next

MODES = ("", "elder")
bp = Blueprint("web", __name__)


@bp.post("/mode")
@access.public
def set_mode() -> ResponseReturnValue:
    """Switch between the standard and the large-print version.

    A page that shows a refused form sends that form: the browser is asked to send it on to its
    own address, where it is shown again and not saved.
    """
    mode = request.form.get(idempotency.CARRY, request.form.get("mode", ""))
    session["mode"] = mode if mode in MODES else ""
    session.permanent = True
    form = safe_form(request.args.get("next", ""))
    if idempotency.CARRY in request.form and form:
        return redirect(form, 307)
    return redirect(safe_next(url_for("lists.home")))


@bp.get("/ui")
@access.allow(access.Role.ADMIN, access.Role.OFFICER)
def gallery() -> str:
    """Show every component in each of its variants."""
    form = GalleryForm(formdata=MultiDict({"name": ""}), meta={"csrf": False})
    form.validate()
    return render_template("gallery.html", form=form)


@bp.get("/csrf")
@access.public
def csrf() -> ResponseReturnValue:
    """Return a fresh CSRF token to a script on one of our pages."""
    return jsonify(token=generate_csrf())


@bp.get("/favicon.ico")
@access.public
def favicon() -> ResponseReturnValue:
    """Redirect to the emblem, for browsers that show a document without a page around it."""
    return redirect(url_for("static", filename="img/emblem.svg"))
