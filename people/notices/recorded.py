"""What the record calls the events of notices."""

from core.recorded import Kind, Recorded, Subject

RECORDED = Recorded(
    actions={Kind.SEE: {"notice.read": "看了消息", "notice.read_all": "把消息都标成看过"}},
    subjects={"notice": Subject("消息")},
)
