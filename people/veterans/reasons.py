"""Why staff may see numbers in full or take a list away: fixed words, kept in the audit."""

from core.labels import Labelled


class RevealReason(Labelled):
    """Why somebody of the bureau needs a number in full; a list, so that no name gets in."""

    CONTACT = ("CONTACT", "联系本人")
    VERIFY = ("VERIFY", "核对证件")
    ON_BEHALF = ("ON_BEHALF", "代本人办事")
    REPEATED = ("REPEATED", "核对是不是重复登记")


class ExportReason(Labelled):
    """Why a list leaves the system."""

    VISIT = ("VISIT", "走访、电话回访")
    FAIR = ("FAIR", "通知招聘会")
    TRAINING = ("TRAINING", "通知培训")
    REPORT = ("REPORT", "上级要求报送")
