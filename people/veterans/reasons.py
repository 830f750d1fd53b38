"""Reasons to reveal numbers or to export a list: fixed choices, kept in the audit log."""

from core.labels import Labelled


class RevealReason(Labelled):
    """Why staff need the numbers in full; a choice, so that no name gets into the log."""

    CONTACT = ("CONTACT", "联系本人")
    VERIFY = ("VERIFY", "核对证件")
    ON_BEHALF = ("ON_BEHALF", "代本人办事")
    REPEATED = ("REPEATED", "核对是不是重复登记")


class ExportReason(Labelled):
    """What an exported list is for."""

    VISIT = ("VISIT", "走访、电话回访")
    FAIR = ("FAIR", "通知招聘会")
    TRAINING = ("TRAINING", "通知培训")
    REPORT = ("REPORT", "上级要求报送")
    AUDIT = ("AUDIT", "核查操作记录")
