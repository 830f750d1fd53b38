"""The cast of the demo county, as whom tests sign in."""

from demo.cast import PASSWORD, Member, member

__all__ = [
    "ADMIN",
    "AUDITOR",
    "DIRECTOR_LIU",
    "LAO_ZHANG",
    "MANAGER_WANG",
    "MANAGER_ZHAO",
    "OFFICER_CHEN",
    "PASSWORD",
    "RECRUIT_WANG",
    "STATION_SUN",
    "STATION_ZHOU",
    "XIAO_LI",
    "ZHAO_MIN",
    "Member",
]

LAO_ZHANG = member("张建国")  # 汽车兵, 榴城镇, A2, wants to drive a truck from 6000 on
XIAO_LI = member("李卫东")  # 炊事班, 常坟镇
RECRUIT_WANG = member("王新兵")  # a name, a phone and a wish
ZHAO_MIN = member("赵敏")  # 话务兵, wants an office
MANAGER_WANG = member("王经理")  # 怀远县顺达物流有限公司, verified
MANAGER_ZHAO = member("赵经理")  # a firm that waits for verification
STATION_ZHOU = member("周站长")  # 榴城镇
STATION_SUN = member("孙站长")  # 常坟镇
OFFICER_CHEN = member("陈主任")
DIRECTOR_LIU = member("刘局长")
ADMIN = member("管理员")
AUDITOR = member("审计员")
