"""Changes of accounts that wait for a second person."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import SECOND_PERSONS, TWO_PERSON_ROLES, allow
from core.forms import Saved, form_page
from people.accounts import proposals
from people.accounts.forms import DecideForm
from people.accounts.views.blueprint import bp


@bp.get("/staff/proposals")
@allow(*TWO_PERSON_ROLES)
def proposal_list() -> str:
    """List the changes proposed, newest first, with who proposed and who decided."""
    return render_template(
        "accounts/proposals.html",
        page=paging.paginate(proposals.proposals(), number=paging.asked_page()),
        now=clock.now(),
        may_decide=current_user.role in SECOND_PERSONS,
    )


@bp.route("/staff/proposals/<int:proposal_id>", methods=["GET", "POST"])
@allow(*SECOND_PERSONS, as_second=True)
def decide_proposal(proposal_id: int) -> ResponseReturnValue:
    """Confirm or refuse a change that another person proposed."""
    form = DecideForm()

    def save() -> Saved | ResponseReturnValue:
        proposal = proposals.get_proposal(proposal_id)
        half = proposals.decide(proposal, agrees=form.agrees, by=current_user)
        if half is not None:
            return render_template(
                "accounts/half.html", proposal=proposal, half=half, is_first=False
            )
        message = "已确认，马上生效。" if form.agrees else "没有同意，这项变动作废。"
        return Saved(message, url_for(".proposal_list"))

    answer = form.save(save)
    if answer is not None:
        return answer
    proposal = proposals.get_proposal(proposal_id)
    is_open = proposal.is_open(clock.now())
    return form_page("accounts/proposal.html", form, proposal=proposal, is_open=is_open)
