"""What a new bureau enters about its stations."""

from core.access import ADMINS, OFFICERS
from core.features import Beginning, BeginningWay
from people.stations.queries import count_without_account, staff_is_empty, townships_without_station

SHOWN = 6  # names of townships in one sentence


def _missing_stations() -> str:
    names = townships_without_station()
    more = "等" if len(names) > SHOWN else ""
    return f"还没有服务站的乡镇：{'、'.join(names[:SHOWN])}{more}。" if names else ""


def _missing_staff() -> str:
    if staff_is_empty():
        return "站里还没有登记人员。"
    return "站里有人还没有登录账号。" if count_without_account() else ""


BEGINNINGS = (
    Beginning(
        "服务站",
        "县中心、乡镇站、村站，一份花名册一次建好，也可以一个一个加。",
        30,
        _missing_stations,
        (
            BeginningWay("导入服务站和人员表", "imports.new", OFFICERS, {"noun": "stations"}),
            BeginningWay("新建服务站", "stations.new", OFFICERS),
        ),
    ),
    Beginning(
        "站里的人",
        "登记到站里，有手机号的由系统管理员一次开好登录账号。",
        31,
        _missing_staff,
        (
            BeginningWay("导入服务站和人员表", "imports.new", OFFICERS, {"noun": "stations"}),
            BeginningWay("给站里的人开账号", "stations.open_accounts", ADMINS),
        ),
    ),
)
