"""The bureau's own list of villages: add, rename, remove."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import OFFICERS, allow
from core.forms import ButtonForm, Saved, form_page
from core.paging import count_of
from people.divisions.queries import short_name
from people.villages import operations, queries
from people.villages.forms import RenameForm, VillageForm
from people.villages.queries import Part
from people.villages.views.blueprint import bp


@bp.route("/villages/new", methods=["GET", "POST"])
@allow(*OFFICERS)
def new() -> ResponseReturnValue:
    """Add a village."""
    form = VillageForm()

    def save() -> Saved:
        village = operations.add_village(form.code.data, form.name.data)
        url = url_for(".index", township=village.township_code)
        return Saved(f"已新增{short_name(village.township_code)}的{village.name}。", url)

    return form.save(save) or form_page("villages/form.html", form, village=None)


@bp.route("/villages/<village_code>/rename", methods=["GET", "POST"])
@allow(*OFFICERS)
def rename(village_code: str) -> ResponseReturnValue:
    """Give a village another name."""
    village = queries.village_for(village_code, current_user)
    form = RenameForm(obj=village)

    def save() -> Saved:
        present = operations.village_to_change(village_code, current_user)
        form.check_version(present, {"name": present.name})
        operations.rename_village(present, form.name.data)
        return Saved("名称已改。", url_for(".detail", village_code=village_code))

    return form.save(save) or form_page("villages/form.html", form, village=village)


@bp.route("/villages/<village_code>/remove", methods=["GET", "POST"])
@allow(*OFFICERS)
def remove(village_code: str) -> ResponseReturnValue:
    """Remove a village nobody lives in; with people, show how many and where they are listed."""
    village = queries.village_for(village_code, current_user)
    form = ButtonForm()

    def save() -> Saved:
        operations.remove_village(operations.village_to_change(village_code, current_user))
        return Saved(f"已删除{village.name}。", url_for(".index", township=village.township_code))

    return form.save(save) or form_page(
        "villages/remove.html",
        form,
        village=village,
        place=short_name,
        people=count_of(queries.people_of(village_code)),
        moved=len(queries.left_behind(village_code)),
        moved_part=Part.MOVED,
    )
