"""Generated veterans and vacancies, and the same facts as records of the engine."""

from functools import cache
from random import Random

from lexicon.tables import load_lexicon
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.records import (
    BY_PIECE,
    Credential,
    Demand,
    Education,
    Service,
    VacancyDoc,
    VeteranDoc,
    Work,
)
from tests.matching.sentences.facts import VacancyFacts, VeteranFacts

TRADES = (
    "汽车驾驶",
    "driver_truck",
    "坦克修理",
    "炊事班",
    "卫生员",
    "有线通信",
    "步兵",
    "没听说过的专业",
)
DUTIES = ("", "开大车跑运输", "修发动机和底盘", "做饭切菜", "站岗巡逻", "接线布线")
WORK_TITLES = (
    "货车司机",
    "保安",
    "电工",
    "中式烹调师",
    "汽车维修工",
    "快递员",
    "客车司机",
    "打杂",
    "帮忙",
)
WISHES = ("4-02-02-02", "4-07-05-01", "保安", "货车司机", "网约车", "快递", "随便", "电工", "护士")
SKILLS = (
    "会修车",
    "会开叉车",
    "开车八年",
    "会电焊",
    "办公软件",
    "看图纸",
    "",
    "巡逻值班",
    "力气大",
)
PAPERS = (
    ("drive_a2", "A2 驾照"), ("drive_b2", "B2"), ("drive_c1", "C1 驾照"), ("health_card", "健康证"),
    ("auto_repair_3", "汽车维修工高级"), ("nurse", "护士证"), ("computer_2", "计算机二级"),
    ("forklift_n1", "叉车证"), ("", "没听说过的证"),
)  # fmt: skip
TITLES = (
    ("货车司机", "4-02-02-02"), ("公交车驾驶员", "4-02-02-01"), ("保安员", "4-07-05-01"),
    ("货车司机（A2）", ""), ("汽车维修工", ""), ("厨师", ""), ("快递员", ""), ("电工", ""),
    ("护士", ""), ("打杂", ""), ("保安队长", ""), ("急招文员", ""),
)  # fmt: skip
TEXTS = (
    "", "驾驶半挂车跑运输，负责车辆保养和修车", "小区巡逻，门岗值班，会用办公软件", "食堂做饭切菜",
    "发动机维修，看图纸，电焊", "叉车装卸，仓库盘点",
)  # fmt: skip
DEMANDS = (
    "",
    "持A2驾照",
    "有健康证，能吃苦",
    "有护士证",
    "会电焊，有B2以上驾照",
    "吃苦耐劳，服从安排",
)
PLACES = {
    "340321100": "榴城镇", "340321104": "常坟镇", "340321": "怀远县", "340302": "龙子湖区",
    "330205": "江北区", "": "",
}  # fmt: skip
HOMES = ("", "", "340321100", "340321104", "330205101")
WANTED = ("340321100", "340321", "3403", "330205101", "34")


def _maybe(luck: Random, *values):
    return luck.choice((None, *values))


def a_veteran(luck: Random) -> VeteranFacts:
    papers = luck.sample(PAPERS, luck.choice((0, 0, 1, 2, 3)))
    cut = luck.choice((0, 0, 0, 1))
    return VeteranFacts(
        services=tuple(
            (luck.choice(TRADES), luck.choice((0, 6, 23, 48, 96)), luck.choice(DUTIES))
            for _ in range(luck.choice((0, 1, 1, 2)))
        ),
        works=tuple(
            (luck.choice(WORK_TITLES), luck.choice((0, 5, 18, 60)), luck.choice(DUTIES))
            for _ in range(luck.choice((0, 0, 1, 2)))
        ),
        papers=tuple(papers[cut:]),
        lapsed=tuple(papers[:cut]),
        is_complete=luck.random() < 0.5,
        schooling=_maybe(luck, 1, 2, 3, 4, 5, 6),
        age=_maybe(luck, *range(18, 62)),
        skills=luck.choice(SKILLS),
        wishes=tuple(luck.sample(WISHES, luck.choice((0, 0, 1, 2)))),
        home=luck.choice(HOMES),
        places=tuple(luck.sample(WANTED, luck.choice((0, 0, 1, 2)))),
        is_away_accepted=_maybe(luck, True, False),
        pay=_maybe(luck, 3000, 4500, 5000, 6000, 6525, 8000),
        is_lodging_wanted=_maybe(luck, True, False),
        are_nights_refused=_maybe(luck, True, False),
    )


def a_vacancy(luck: Random) -> VacancyFacts:
    title, code = luck.choice(TITLES)
    place = luck.choice(tuple(PLACES))
    unit = luck.choice(("month", "month", "day", "hour", "piece"))
    pay = {
        "month": (3000, 4500, 6000, 8000),
        "day": (200, 300),
        "hour": (20, 25, 30),
        "piece": (1, 2),
    }
    low, high = sorted((luck.choice(pay[unit]), luck.choice(pay[unit])))
    has_low, has_high = luck.choice(((True, True), (True, False), (False, True), (False, False)))
    is_adult_only = luck.random() < 0.3
    return VacancyFacts(
        title=title,
        duties=luck.choice(TEXTS),
        requirements=luck.choice(DEMANDS),
        code=code if luck.random() < 0.6 else "",
        place=place,
        place_name=PLACES[place],
        schooling=luck.choice((None, None, 2, 3, 4)),
        age_min=18 if is_adult_only else luck.choice((None, None, 25)),
        age_max=_maybe(luck, 35, 45, 55),
        papers=tuple(
            sorted(key for key, _ in luck.sample(PAPERS[:-1], luck.choice((0, 0, 0, 1, 1, 2))))
        ),
        years=luck.choice((None, None, 1, 3, 10)),
        low=low if has_low else None,
        high=high if has_high else None,
        unit=unit,
        has_lodging=_maybe(luck, True, False),
        has_nights=_maybe(luck, True, False),
        veterans_first=luck.random() < 0.4,
    )


# Vacancies of kinds that chance gives too seldom: without a trade, and with hardly a word.
RARE = (
    VacancyFacts(title="招人两名", duties="听从安排，早上七点集合，下午四点结束", place="340321100",
                 place_name="榴城镇"),
    VacancyFacts(title="保安", place="340321104", place_name="常坟镇"),
)  # fmt: skip


def vacancies(number: int, luck: Random) -> list[VacancyFacts]:
    return [*RARE, *(a_vacancy(luck) for _ in range(number - len(RARE)))]


def veteran_doc(facts: VeteranFacts, number: int) -> VeteranDoc:
    return VeteranDoc(
        id=number,
        services=tuple(Service(words, months, text) for words, months, text in facts.services),
        works=tuple(Work(words, months, text) for words, months, text in facts.works),
        credentials=tuple(Credential(key, name) for key, name in facts.papers),
        lapsed=tuple(Credential(key, name) for key, name in facts.lapsed),
        credentials_stated=facts.is_complete,
        education=None if facts.schooling is None else Education(facts.schooling),
        age=facts.age,
        skills_text=facts.skills,
        wanted_occupations=facts.wishes,
        place_codes=facts.places,
        home=facts.home,
        accepts_away=facts.is_away_accepted,
        pay_min=facts.pay,
        wants_lodging=facts.is_lodging_wanted,
        refuses_nights=facts.are_nights_refused,
    )


FACTOR = {"month": 1, "day": 21.75, "hour": 174}
BASIS = {"month": "", "day": "按每月 21.75 天算", "hour": "按每月 174 小时算"}


def vacancy_doc(facts: VacancyFacts, number: int) -> VacancyDoc:
    is_piece = facts.unit == "piece"
    is_stated = facts.low is not None or facts.high is not None
    low, high = (
        None if amount is None or is_piece else round(amount * FACTOR[facts.unit])
        for amount in (facts.low, facts.high)
    )
    return VacancyDoc(
        id=number,
        title=facts.title,
        duties=facts.duties,
        requirements=facts.requirements,
        occupation_code=facts.code,
        place_code=facts.place,
        place_name=facts.place_name,
        demand=Demand(
            education=None if facts.schooling is None else Education(facts.schooling),
            age_max=facts.age_max,
            age_min=facts.age_min,
            credentials=facts.papers,
            years=facts.years,
        ),
        pay_min=low,
        pay_max=high,
        pay_basis=(BY_PIECE if is_stated else "") if is_piece else BASIS[facts.unit],
        has_lodging=facts.has_lodging,
        has_nights=facts.has_nights,
        veterans_first=facts.veterans_first,
    )


@cache
def language() -> Language:
    return Language(load_lexicon())


def index_of(vacancies: list[VacancyFacts]) -> VacancyIndex:
    docs = [vacancy_doc(facts, number) for number, facts in enumerate(vacancies, start=1)]
    return VacancyIndex(language=language()).fit(docs)
