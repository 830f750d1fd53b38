"""What calls add to the world of the access tests: a notice to the veteran, to be passed on."""

from typing import Any

from core.db import db
from people.notices.models import Audience, CallStatus, Notice
from people.veterans.models import Veteran
from tests.support.rows import save

GUARDED = frozenset({"notice_id"})


def things(ids: dict[str, Any]) -> dict[str, int]:
    """Make a notice to the veteran."""
    veteran = db.session.get_one(Veteran, ids["veteran_id"])
    notice = Notice(
        key=f"world {veteran.id}",
        audience=Audience.VETERAN,
        audience_id=veteran.id,
        kind="application",
        title="有进展",
        township_code=veteran.township_code,
        call=CallStatus.DUE,
    )
    notice.body = "单位开始看您的投递。"
    return {"notice_id": save(notice).id}
