"""Figures of the caseload that the bureau sets."""

from core.parameters.registry import Parameter

CONTACT_DAYS = Parameter(
    "contact_days",
    "几天没联系过算“该联系了”",
    "天",
    90,
    least=7,
    most=365,
    note="没工作的人超过这么多天没联系，会列在工作台上。",
)
