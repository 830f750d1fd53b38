"""Check-ins recorded away from the desk: paper lists, offline devices, and what nobody matched."""

from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import CASEWORKERS, allow
from core.forms import ButtonForm, Saved, again, form_page
from fairs.fairs import operations, queries
from fairs.fairs.door_words import shown_words
from fairs.fairs.facts import LineResult, LineStatus
from fairs.fairs.forms.attendance import DoorForm, OfflineForm, PaperListForm
from fairs.fairs.views.blueprint import bp, county
from fairs.fairs.views.door import door_page, look_up

PAPER_LIST = "fairs/paper_list.html"
SHOWN = {"shown_words": shown_words}


@bp.route("/fairs/<int:fair_id>/door/paper", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def paper_list(fair_id: int) -> ResponseReturnValue:
    """Check in the people of a paper list; doubtful lines come back, the others count."""
    fair = queries.door_fair(fair_id, current_user)
    form = PaperListForm()

    def save() -> str:
        fair = queries.door_fair(fair_id, current_user)
        merged = operations.merge_paper_list(fair, form.names(), by=current_user, county=county())
        form.keep([line.words for line in merged.doubtful])
        return render_template(PAPER_LIST, fair=fair, form=form, merged=merged, **SHOWN)

    return form.save(save) or form_page(PAPER_LIST, form, fair=fair, merged=None, **SHOWN)


@bp.post("/fairs/<int:fair_id>/door/batch")
@allow(*CASEWORKERS)
def batch(fair_id: int) -> ResponseReturnValue:
    """Check in the people a device recorded offline; answers the device with JSON."""
    queries.door_fair(fair_id, current_user)
    form = OfflineForm()

    def save() -> ResponseReturnValue:
        fair = queries.door_fair(fair_id, current_user)
        merged = operations.merge_check_ins(
            fair,
            form.records(fair_id),
            by=current_user,
            county=county(),
            sent_at=form.device_time(),
        )
        return jsonify(came=merged.came, lines=[_answer(line) for line in merged.lines])

    return form.save(save) or (jsonify(errors=[words for _id, words in form.all_errors()]), 422)


def _answer(line: LineResult) -> dict[str, object]:
    """Return what the device shows of one record; numbers are masked."""
    return {
        "who": shown_words(line.words),
        "delivered": line.status is not LineStatus.DOUBTFUL,
        "label": line.status.label,
        "why": line.why,
    }


@bp.post("/fairs/<int:fair_id>/door/notes/<int:note_id>")
@allow(*CASEWORKERS)
def check_note(fair_id: int, note_id: int) -> ResponseReturnValue:
    """Show who fits an offline record that named no one for sure."""
    queries.door_fair(fair_id, current_user)
    form = DoorForm(formdata=None)
    note = queries.doubtful_note(fair_id, note_id)
    if not ButtonForm().validate_on_submit() or note.words is None:
        return again(door_page(fair_id, form))
    return look_up(fair_id, form, note.words, note=note_id)


@bp.post("/fairs/<int:fair_id>/door/notes/<int:note_id>/drop")
@allow(*CASEWORKERS)
def drop_note(fair_id: int, note_id: int) -> ResponseReturnValue:
    """Settle an offline record as nobody's."""

    def save() -> Saved:
        queries.door_fair(fair_id, current_user)
        note = queries.doubtful_note(fair_id, note_id)
        operations.settle_note(note, by_id=current_user.id)
        return Saved("已划掉，没有给任何人签到。", url_for(".door", fair_id=fair_id))

    return ButtonForm().save(save) or again(door_page(fair_id, DoorForm(formdata=None)))
