"""Where people live: set for one on their file, or for several at once."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import BUREAU_READERS, CASEWORKERS, OFFICERS, allow
from core.forms import Saved, form_page
from people.divisions.queries import short_name, township_choices
from people.veterans.models import Veteran
from people.veterans.queries import veteran_for
from people.villages import operations, queries
from people.villages.forms import Asked, ResidenceForm, TogetherForm
from people.villages.models import Residence
from people.villages.views.blueprint import bp

PER_PAGE = 50


@bp.route("/veterans/<int:veteran_id>/village", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def residence(veteran_id: int) -> ResponseReturnValue:
    """Set the village a veteran lives in."""
    form = _form(veteran_for(veteran_id, current_user))

    def save() -> Saved:
        veteran = veteran_for(veteran_id, current_user)
        row = operations.residence_to_change(veteran)
        if row is not None:
            form.check_version(row, {"village_code": row.village_code})
        operations.set_residence(veteran, row, form.village_code.data, by=current_user)
        url = url_for("veterans.detail", veteran_id=veteran_id)
        return Saved("村、社区已保存。", url)

    return form.save(save) or form_page(
        "villages/residence.html", **_facts(veteran_for(veteran_id, current_user), form)
    )


def panel_of(veteran_id: int) -> Mapping[str, Any]:
    """Return what the panel on a veteran's file shows."""
    veteran = veteran_for(veteran_id, current_user)
    return _facts(veteran, _form(veteran, formdata=None))


def _form(veteran: Veteran, **options: Any) -> ResidenceForm:
    """Return the form of a veteran's residence; one that does not fit any more is not chosen."""
    row = queries.residence_of(veteran.id)
    form = ResidenceForm(obj=row if _fits(veteran, row) else None, **options)
    if row is not None and not form.version.raw_data:
        form.version.data = row.version
    form.offer(queries.villages_of(veteran.township_code))
    return form


def _fits(veteran: Veteran, row: Residence | None) -> bool:
    return row is not None and row.village_code[:9] == veteran.township_code


def _facts(veteran: Veteran, form: ResidenceForm) -> dict[str, Any]:
    row = queries.residence_of(veteran.id)
    return {
        "veteran": veteran,
        "form": form,
        "township": short_name(veteran.township_code),
        "residence": row,
        "fits": _fits(veteran, row),
        "has_villages": len(form.village_code.choices) > 1,
        "may_set": current_user.role in CASEWORKERS,
        "may_add": current_user.role in OFFICERS,
    }


@bp.get("/villages/without")
@allow(*BUREAU_READERS)
def without() -> ResponseReturnValue:
    """List the people without a village whose township has a list of them."""
    return _without(TogetherForm(formdata=None))


@bp.post("/villages/without")
@allow(*CASEWORKERS)
def set_together() -> ResponseReturnValue:
    """Set one village for several people at once."""
    form = TogetherForm()
    township = Asked.by(current_user).township
    form.offer(queries.villages_of(township))

    def save() -> Saved:
        village = queries.village_for(form.village_code.data, current_user)
        count = operations.settle_together(form.people.data, village, by=current_user)
        url = url_for(".without", township=township or None)
        return Saved(f"已给 {count} 人填上{village.name}。", url)

    return form.save(save) or _without(form)


def _without(form: TogetherForm) -> ResponseReturnValue:
    township = Asked.by(current_user).township
    villages = queries.villages_of(township)
    form.offer(villages)
    query = queries.without_village(current_user, township)
    return form_page(
        "villages/without.html",
        form,
        page=paging.paginate(query, number=paging.asked_page(), per_page=PER_PAGE),
        villages=villages,
        township=township,
        townships=[] if current_user.division_code else township_choices(),
        place=short_name,
        may_set=current_user.role in CASEWORKERS and bool(villages),
    )
