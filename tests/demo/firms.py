"""What a firm of the demo county may seek, stated apart from the catalogue it is composed from."""

from datetime import date
from functools import cache
from itertools import product

from demo.catalogue import FirmKind, Grade, firm_kinds, names, plain_title, trade_of
from jobs.employers.models import Employer
from jobs.vacancies.minimum_pay import Floor, Limit
from jobs.vacancies.models import Vacancy

CAST = ("怀远县顺达物流有限公司", "怀远县兴禹安保服务有限公司")
FLOOR = Floor(
    Limit(210_000, "测试用的数", date(2020, 1, 1)), Limit(2_200, "测试用的数", date(2020, 1, 1))
)
# A word of a title or of the text, and the only kinds of firms where it may stand.
PLACES = {
    "学校保安|宿管": {"school", "security", "kindergarten"},
    "医院|病案": {"hospital", "security"},
    "小区|业主|楼栋": {"property", "security", "decor"},
    "校车|接送车": {"school", "coach", "commute"},
    "客车|班车司机|大巴|公交|检票|售票|客运": {"coach", "tour_coach", "commute"},
    "厂区|车间": {
        "machine", "steel", "auto_parts", "electronics", "food", "rice_mill", "flour_mill",
        "garment", "security", "hr", "port", "water", "livestock",
    },
    "货船|轮机|内河船|工程船": {"shipping"},
    "码头": {"port"},
    "危货|油罐|危险品": {"hazmat_haulage", "fuel"},
    "押钞|金库|武装": {"escort"},
    "猪|产房": {"livestock"},
    "鱼塘|虾": {"aquaculture"},
    "钢结构焊工|钢结构装配|彩钢瓦": {"steel"},
    "消防车|消防队员": {"rescue"},
    "辅警|警务": {"public_order"},
    "幼儿|保育": {"kindergarten"},
    "教练员|驾校": {"driving"},
}  # fmt: skip
# The reader of titles names a neighbour of the catalogue's occupation: both mean the same work.
NEAR = {
    "6-28-01-14", "6-18-01-01", "5-05-03-03", "6-20-01-01", "6-31-01-00", "2-03-99-00",
    "6-31-05-00", "5-01-02-01", "3-01-02-02", "4-14-04-01", "4-08-03-07", "4-01-06-02",
    "2-06-08-01", "2-06-08-00", "2-02-10-04", "2-02-10-08", "2-02-10-00", "6-31-01-10",
    "2-02-00-00", "2-09-01-06", "2-09-03-06", "2-02-30-08", "2-06-08-04", "4-07-05-01",
    "4-02-02-00", "4-09-01-01", "4-02-03-04", "4-06-01-04", "2-02-18-02", "2-06-07-10",
    "2-02-07-04", "6-00-00-00", "2-09-07-01", "2-05-08-00", "4-14-01-02", "4-09-08-02",
    "2-04-02-01", "2-04-02-02",
}  # fmt: skip


@cache
def kinds_by_name() -> dict[tuple[str, str], list[FirmKind]]:
    """Return the kinds by industry and every name a firm of theirs may have."""
    found: dict[tuple[str, str], list[FirmKind]] = {}
    for kind in firm_kinds():
        for name, brand in product(kind.names, names()[kind.brands]):
            found.setdefault((kind.industry, name.format(brand)), []).append(kind)
    return found


def kind_of(firm: Employer) -> FirmKind:
    """Return the one kind whose names a firm's name is made of."""
    [kind] = kinds_by_name()[firm.industry.name, firm.name]
    return kind


def grade_of(vacancy: Vacancy) -> Grade:
    """Return the level of its trade a vacancy's title belongs to."""
    trade = trade_of(vacancy.title)
    assert trade is not None, vacancy.title
    return next(grade for grade in trade.grades if plain_title(vacancy.title) in grade.titles)
