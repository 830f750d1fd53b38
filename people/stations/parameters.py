"""Figures of stations that the bureau sets."""

from core.parameters.registry import Parameter

SMALL_STATION = Parameter(
    "small_station",
    "退役军人少于几人的站，在服务站名单上注明",
    "人",
    300,
    least=1,
    most=100_000,
)
