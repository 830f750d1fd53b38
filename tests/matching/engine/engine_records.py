"""Strategies for veterans and vacancies from small pools, so that they often match."""

from hypothesis import strategies as st

from matching.engine.records import (
    Credential,
    Demand,
    Education,
    Service,
    VacancyDoc,
    VeteranDoc,
    Work,
)

CODES = ("4-02-02-02", "4-02-02-01", "4-07-05-01", "6-18-02-04", "4-01-02-00")
TITLES = ("货车司机", "客车司机", "保安", "电焊工", "销售", "打杂", "急招业务员")
SKILLS = ("修车", "焊接", "巡逻", "开叉车", "驾驶", "办公软件", "看图纸", "值班")
KEYS = ("drive_a1", "drive_a2", "drive_b2", "drive_c1", "weld_fusion", "health_card")
PLACES = ("340321100", "340321104", "340321", "340302", "330205", "330205101", "3302")
SPECIALTIES = ("driver_truck", "vehicle_repair", "炊事班", "没听说过")

flag = st.none() | st.booleans()
months = st.sampled_from((0, 6, 24, 36, 96))
levels = st.none() | st.sampled_from(Education)
credentials = st.lists(st.sampled_from(KEYS), max_size=2, unique=True)
words = st.lists(st.sampled_from(SKILLS), max_size=4, unique=True).map("、".join)

veterans = st.builds(
    VeteranDoc,
    id=st.integers(1, 50),
    services=st.lists(
        st.builds(Service, st.sampled_from(SPECIALTIES), months, words), max_size=2
    ).map(tuple),
    works=st.lists(st.builds(Work, st.sampled_from(TITLES), months, words), max_size=2).map(tuple),
    credentials=credentials.map(lambda keys: tuple(Credential(key, key) for key in keys)),
    credentials_stated=st.booleans(),
    education=levels,
    age=st.none() | st.integers(18, 60),
    skills_text=words,
    wanted_occupations=st.lists(st.sampled_from(CODES + TITLES), max_size=2).map(tuple),
    place_codes=st.lists(st.sampled_from(PLACES), max_size=2).map(tuple),
    home=st.sampled_from(("", "340321100", "330205101")),
    accepts_away=flag,
    pay_min=st.none() | st.integers(2000, 9000),
    wants_lodging=flag,
    refuses_nights=flag,
)

demands = st.builds(
    Demand,
    education=levels,
    age_max=st.none() | st.integers(30, 60),
    age_min=st.none() | st.integers(18, 25),
    credentials=credentials.map(tuple),
    years=st.none() | st.integers(0, 9),
)


@st.composite
def vacancies(draw, min_size=0, max_size=6):
    """Draw vacancies with different ids."""
    ids = draw(st.lists(st.integers(1, 99), min_size=min_size, max_size=max_size, unique=True))
    return [draw(_vacancy(vacancy_id)) for vacancy_id in ids]


def _vacancy(vacancy_id):
    return st.builds(
        VacancyDoc,
        id=st.just(vacancy_id),
        title=st.sampled_from(TITLES),
        duties=words,
        requirements=words,
        occupation_code=st.sampled_from(("", *CODES)),
        place_code=st.sampled_from(("", *PLACES)),
        place_name=st.just("某地"),
        demand=demands,
        pay_min=st.none() | st.integers(2000, 5000),
        pay_max=st.none() | st.integers(5000, 9000),
        has_lodging=flag,
        has_nights=flag,
        veterans_first=st.booleans(),
    )
