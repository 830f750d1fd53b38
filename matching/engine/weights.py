"""Every constant of the online score in one place, each with its ground."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the eight dimensions: its Chinese name and the points it gives by hand-set weights.

    Skills alone may exceed their points: a sum of terms cannot be capped and stay a sum.
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
            "posts of equal trade but not lift a foreign one above them.",
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
        "pattern": Dimension("食宿班次", 4.0, "Board and nights sway a choice between like posts."),
        "veteran": Dimension(
            "退役军人优先", 4.0, "A stated preference helps all veterans alike: a tie-breaker."
        ),
    }
)
NAMES = tuple(DIMENSIONS)
# What holds until outcomes have taught better: points of each dimension, 100 in all.
PRIOR: Mapping[str, float] = {name: one.points for name, one in DIMENSIONS.items()}

# Within trade: what was done against what is wished. A wish is no proof, but it decides between
# two trades practised.
EVIDENCE_SHARE = 24 / 34
WISH_SHARE = 10 / 34

# Within skills: words first, as a person would read them; characters catch words cut otherwise.
VIEW_SHARE = MappingProxyType({"word": 0.7, "char": 0.3})

# A full match in words, in titles' worth: with less, one long profile at one long post earned
# four times the points of the dimension and outweighed all that is known for sure.
FULL_MATCH_TITLES = 4.0

# A post with fewer distinct words than this says too little to compare text with.
MIN_VACANCY_WORDS = 3

# Query weight of words not in the person's own text.
SPECIALTY_SKILL_WEIGHT = 0.5  # civil skills of a military trade: likely, not told
SYNONYM_WEIGHT = 0.6  # another word for what was told

# A spell counts as time in the post's trade from this closeness on (same 小类 or a sure alias).
SAME_TRADE = 0.5
EXPERIENCE_TARGET_MONTHS = 36  # where the post names no years: three years make a skilled worker

# Place, by nearness. A wanted place is as good as home; unknown parts never exclude.
PLACE_HOME, PLACE_WANTED, PLACE_COUNTY, PLACE_CITY, PLACE_AWAY = 1.0, 1.0, 0.8, 0.5, 0.3

# Pay: the least a range earns whose top reaches the wish, and a post up to 10 % below it.
PAY_REACHED_BY_TOP, PAY_JUST_BELOW, PAY_TOLERANCE = 0.4, 0.2, 0.9

# Fit words: share of the points that were asked for and could have been earned.
LEVEL_4_SHARE, LEVEL_3_SHARE, LEVEL_2_SHARE = 0.62, 0.42, 0.22
LEVEL_4_TRADE, LEVEL_3_TRADE = 0.55, 0.3  # no fit without the trade, however near the post is
LEVEL_2_TRADE, LEVEL_2_SKILLS = 0.15, 0.5  # neither trade nor skills: the lowest step
LEVEL_4_CONFIDENCE, LEVEL_3_CONFIDENCE = 0.65, 0.4  # a cautious word where little is known
WORDS = MappingProxyType({4: "很合适", 3: "比较合适", 2: "可以试试", 1: "可以试试"})

SHOWN_FOR, SHOWN_AGAINST = 3, 2

# Which three reasons to show: points, times how readily a person can check them. A licence is
# seen at a glance; shared words convince nobody beside it, whatever they earned.
INFORMATIVE = MappingProxyType({"credentials": 2.0, "skills": 0.1})
