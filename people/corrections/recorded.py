"""What the record calls the events of corrections."""

from core.recorded import Detail, Kind, Recorded
from people.corrections.models import Paper

RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "veteran.correct_password": "替本人重设密码",
            "veteran.correct_phone": "替本人换手机号",
            "veteran.correct_name": "替本人改正姓名",
            "employer.correct_password": "替单位重设密码",
            "employer.correct_phone": "替单位换手机号",
            "employer.correct_name": "替单位改正姓名",
        }
    },
    details={"paper": Detail("看了什么证件", (Paper,))},
)
