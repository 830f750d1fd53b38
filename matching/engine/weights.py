"""Constants of the score, each with its reason.

Shares and closenesses are in [0, 1], points add up to 100, months and years are whole numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the eight dimensions: Chinese name, most points by the prior, reason for the points.

    Skills alone may exceed their points: a sum of terms cannot be capped and remain a sum.
    """

    name: str
    points: float
    ground: str


DIMENSIONS = MappingProxyType(
    {
        "trade": Dimension(
            "岗位对口",
            34.0,
            "The largest explainable gain of all measured on the public tasks is the occupation "
            "concept; a trade practised also decides who is hired.",
        ),
        "skills": Dimension(
            "技能文字",
            16.0,
            "Text overlap ranks well within one trade and badly across trades, so it may order "
            "vacancies of equal trade but not lift a foreign one above them.",
        ),
        "credentials": Dimension(
            "证件",
            16.0,
            "A licence asked for and held is the hardest evidence a profile can give; on résumé "
            "to posting text alone, AUC stays at 0.82 and hard facts decide.",
        ),
        "experience": Dimension(
            "年限", 8.0, "Years in the trade matter to employers, less than the trade itself."
        ),
        "place": Dimension(
            "地点", 10.0, "Retired soldiers of a county ask for work near home first of all."
        ),
        "pay": Dimension("待遇", 8.0, "A wish, open to bargaining, and often not written."),
        "pattern": Dimension("食宿班次", 4.0, "Lodging and shifts decide between like vacancies."),
        "veteran": Dimension(
            "退役军人优先",
            4.0,
            "A stated preference helps all veterans alike: a tie-breaker, where the work fits.",
        ),
    }
)
NAMES = tuple(DIMENSIONS)
# The prior: points of each dimension until others are learnt from outcomes, 100 in all.
PRIOR: Mapping[str, float] = {name: one.points for name, one in DIMENSIONS.items()}

# Shares of the trade dimension, adding up to 1: trades practised against trades wished for. A
# wish proves nothing, but decides between two trades practised.
EVIDENCE_SHARE = 24 / 34
WISH_SHARE = 10 / 34

# Least closeness from which the occupation of a credential counts as evidence. It is never above
# 0.5, so a credential is worth half of a trade practised, counts as no time in it
# (``SAME_TRADE``) and alone reaches no level that asks for more (``LEVEL_4_TRADE``).
CREDENTIAL_TRADE = 0.3

# Shares of the skills dimension, adding up to 1: words first, as a person reads them; characters
# catch words that were segmented differently.
VIEW_SHARE = MappingProxyType({"word": 0.7, "char": 0.3})

# BM25 score that gives full points, in multiples of a title's own score: with less, one long
# profile at one long vacancy earned four times the points and outweighed the hard facts.
FULL_MATCH_TITLES = 4.0

# Worth of a credential held, a share of the credentials dimension. A vacancy for exactly what is
# held comes before one that a wider class merely covers: who holds A2 drives lorries, not vans.
# Most people of working age have a common one (`lexicon/data/common_certificates.csv`), so that
# having it says little.
COVERED_WORTH = 0.6
COMMON_WORTH = 0.6

# Least number of distinct words of a vacancy; below it the skills dimension is unknown.
MIN_VACANCY_WORDS = 3

# Query weights, in (0, 1], of words that are not in the veteran's own text.
SPECIALTY_SKILL_WEIGHT = 0.5  # civil skills of a military trade: likely, not stated
SYNONYM_WEIGHT = 0.6  # a synonym of a word stated

# Least confidence of a wish's occupation from which an answer to the wish may be given.
SURE_WISH = 0.75

# Least closeness at which a spell counts as time in the vacancy's trade (same 小类, sure alias).
SAME_TRADE = 0.5
# Target where the vacancy requires no years: three years make a skilled worker.
EXPERIENCE_TARGET_MONTHS = 36

# Least closeness of a trade, practised or wished, or least share of the skills, from which the
# priority of veterans counts. Alone it would put one vacancy into most lists.
PRIORITY_TRADE, PRIORITY_SKILLS = 0.3, 0.5

# Shares of the place dimension by nearness: home township, wanted place, home county, home city,
# elsewhere if accepted. A wanted place is as good as home.
PLACE_HOME, PLACE_WANTED, PLACE_COUNTY, PLACE_CITY, PLACE_AWAY = 1.0, 1.0, 0.8, 0.5, 0.3

# Shares of the pay dimension: at least PAY_REACHED_BY_TOP where the top reaches the wish,
# PAY_JUST_BELOW where it is at least PAY_TOLERANCE of the wish.
PAY_REACHED_BY_TOP, PAY_JUST_BELOW, PAY_TOLERANCE = 0.4, 0.2, 0.9

# Thresholds of the levels of fit (`scoring.Scores.levels`): least share of the points that apply,
# least closeness of the trade, least confidence.
LEVEL_4_SHARE, LEVEL_3_SHARE, LEVEL_2_SHARE = 0.62, 0.42, 0.22
LEVEL_4_TRADE, LEVEL_3_TRADE = 0.55, 0.3  # no good fit without the trade, however near
LEVEL_2_TRADE, LEVEL_2_SKILLS = 0.15, 0.5  # below both, another trade: the lowest level
LEVEL_4_CONFIDENCE, LEVEL_3_CONFIDENCE = 0.65, 0.4  # a lower level where little is known
WORDS = MappingProxyType({4: "很合适", 3: "比较合适", 2: "可以试试", 1: "可以试试"})

SHOWN_FOR, SHOWN_AGAINST = 3, 2

# Factors on the points by which the reasons shown are chosen: how readily a person can check
# them. A licence is seen at a glance; shared words convince less, whatever they earned.
INFORMATIVE = MappingProxyType({"credentials": 2.0, "skills": 0.1})
