"""Employers as sheets name and describe them."""

import re
from dataclasses import dataclass

from jobs.employers.models import Industry, Staffing
from lexicon.characters import nfkc

_NOT_A_NAME = re.compile(r"^(某.*|.*(保密|不详|未知|未填)|无|/|-+|x+公司)$", re.IGNORECASE)
_ENDINGS = re.compile(
    r"(公司|集团|企业|厂|店|局|院|所|站|校|学校|大学|中心|合作社|协会|银行|支行|分行|酒店|宾馆|医院|门市|商行|"
    r"工作室|事务所|农场|超市|幼儿园|管委会|委员会|政府|部|队|社区)(\([^()]*+\))?$"
)
_STAFFING = re.compile(r"(?<!\d)(\d{1,9})(?:-(\d{1,9}))?人(以上|以下)?")
_BANDS = (
    (Staffing.UNDER_20, 0, 19),
    (Staffing.UNDER_100, 20, 99),
    (Staffing.UNDER_500, 100, 499),
    (Staffing.OVER_500, 500, 10**9),
)
# Words of the sheet -> 门类 of GB/T 4754-2017; the first word in the text decides.
_INDUSTRY_WORDS = {
    Industry.A: "农业|农林|畜牧|养殖|渔业|种植|农副",
    Industry.B: "采掘|采矿|矿产|煤炭|冶炼",
    Industry.C: "制造|生产|加工|汽车及零配件|电子技术|半导体|机械|仪器|仪表|印刷|包装|造纸|服装"
    "|纺织|皮革|食品|饮料|制药|生物工程|医疗设备|器械|石油|化工|家具|家电|建材|原材料|工业自动化|玩具|塑料|金属"
    "|五金|钢铁|快速消费品|日化",
    Industry.D: "电力|电气|水利供应|燃气|供水|供热|新能源|能源",
    Industry.E: "建筑|土木|装修|装潢|施工|市政工程|家居/室内设计",
    Industry.F: "批发|零售|贸易|进出口|商贸|电子商务|超市|百货|奢侈品",
    Industry.G: "交通|运输|物流|仓储|快递|邮政|航天|航空|船舶运",
    Industry.H: "酒店|餐饮|住宿|旅馆",
    Industry.I: "计算机|软件|互联网|通信|电信|网络游戏|信息技术|网络",
    Industry.J: "金融|银行|保险|证券|投资|信托|担保|拍卖|典当|基金",
    Industry.K: "房地产|物业|中介服务|地产",
    Industry.L: "专业服务|咨询|人力资源|广告|公关|会展|法律|会计|审计|租赁|外包|劳务|保安|市场推广",
    Industry.M: "检测|认证|学术|科研|研究|工程设计|测绘",
    Industry.N: "环保|环境|水利|园林|绿化|公共设施",
    Industry.O: "美容|保健|家政|维修|生活服务|洗涤|殡葬",
    Industry.P: "教育|培训|院校|学校|幼儿园",
    Industry.Q: "医疗|护理|卫生|养老|医院|社会福利",
    Industry.R: "文化|体育|娱乐|影视|传媒|媒体|出版|休闲|旅游|艺术|文字",
    Industry.S: "政府|公共事业|非营利|机关|事业单位|社会组织|公共管理",
}
_INDUSTRIES = tuple((letter, re.compile(words)) for letter, words in _INDUSTRY_WORDS.items())


@dataclass(frozen=True)
class Facts:
    """The facts about an employer in a line like 民营公司|150-500人|计算机软件."""

    staffing: Staffing | None = None
    industry: Industry | None = None
    text: str = ""


def clean_name(text: str) -> str | None:
    """Return an employer's name as licences write it, or None where the cell names none."""
    name = re.sub(r"\s+", "", nfkc(text)).strip(",.;:、。；，")
    if len(name) < 2 or _NOT_A_NAME.match(name):
        return None
    return name.replace("(", "（").replace(")", "）")


def looks_like_name(text: str) -> bool:
    """Return whether a cell is probably an employer's name."""
    name = nfkc(text).strip()
    return 4 <= len(name) <= 60 and bool(_ENDINGS.search(name))


def parse_staffing(text: str) -> Staffing | None:
    """Return the band of the number of staff, None where the span is in two of our bands."""
    found = _STAFFING.search(nfkc(text))
    if found is None:
        return None
    low, high = int(found[1]), int(found[2] or found[1])
    if found[3] == "以上":
        high = 10**9
    elif found[3] == "以下" or "少于" in text:
        low = 0
    return next((band for band, least, most in _BANDS if least <= low and _top(high) <= most), None)


def _top(high: int) -> int:
    """Read 150-500人 as up to 499, as the sheets that write so mean it."""
    return high - 1 if high in (20, 50, 100, 500) else high


def parse_industry(text: str) -> Industry | None:
    """Return the section of the industry named first, or None where no word is known."""
    text = nfkc(text)
    for letter in Industry:
        if letter.label in text or text == letter.value:
            return letter
    found = [(match.start(), industry) for industry, pattern in _INDUSTRIES
             if (match := pattern.search(text))]  # fmt: skip
    return min(found, key=lambda pair: pair[0])[1] if found else None


def parse_facts(text: str) -> Facts:
    """Read 单位性质|规模|行业 in one cell."""
    parts = [part.strip() for part in re.split(r"[|｜]", text) if part.strip()]
    industry = parse_industry(parts[-1]) if len(parts) > 1 else None
    return Facts(parse_staffing(text), industry, "，".join(parts))
