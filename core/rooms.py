"""The rooms of the side menu, in the order shown: its top entries.

A feature adds its entries to a room; a new package joins one rather than adding another. Bureau
and employers have rooms of their own where they need other words.
"""

from dataclasses import dataclass

# Rooms a role may see, and entries of one room: with more, the open room leaves the window.
MOST_ROOMS = 14
MOST_ENTRIES = 8


@dataclass(frozen=True, eq=False)
class Room:
    """One top entry of the side menu; a role with one entry in it sees that entry instead.

    Rooms compare by identity: those of bureau and employers may use the same words.
    """

    label: str
    icon: str


TODAY = Room("今天", "home")
PEOPLE = Room("退役军人", "users")
HIRING = Room("单位和岗位", "building")
FAIRS = Room("招聘会", "calendar-event")
PLACED = Room("就业记录", "briefcase-2")
SHEETS = Room("表格导入", "file-spreadsheet")
STATIONS = Room("服务站", "building-community")
OWN_DESK = Room("工作台", "layout-dashboard")
OWN_VACANCIES = Room("岗位", "briefcase-2")
OWN_APPLICATIONS = Room("收到的投递", "send")
OWN_FAIRS = Room("招聘会", "calendar-event")
OWN_HIRES = Room("到岗的人", "users")
OWN_FIRM = Room("单位资料", "building")
SYSTEM = Room("系统", "settings")
ACCOUNT = Room("我的", "user")

ROOMS = (
    TODAY,
    PEOPLE,
    HIRING,
    FAIRS,
    PLACED,
    SHEETS,
    STATIONS,
    OWN_DESK,
    OWN_VACANCIES,
    OWN_APPLICATIONS,
    OWN_FAIRS,
    OWN_HIRES,
    OWN_FIRM,
    SYSTEM,
    ACCOUNT,
)
