"""Every sentence of the engine is recomputed from the facts, over 2,000 generated veterans."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from random import Random

import numpy as np
import pytest

from matching.engine.ranking import RankedVacancy, Ranker
from matching.engine.reasons import Reason, Side
from matching.index.fit_level import WORDS, level_of
from matching.lists.pages import FAILS
from tests.matching.sentences import conditions, generated, mutations
from tests.matching.sentences.facts import VacancyFacts, VeteranFacts
from tests.matching.sentences.kinds import KINDS, kind_of, problem
from tests.matching.sentences.pairs import CARD_PAIRS, contradictions

VETERANS, VACANCIES, EACH = 2_000, 120, 4
EXAMPLES = 8  # sentences of each kind that are checked against changed facts
OPEN = {
    "education": "要留意：岗位要求.+学历.+",
    "age": "要留意：岗位要求.+岁.*，.+",
    "years": "要留意：岗位要求干这行满.+",
    "place": "要留意：岗位(在|没写在).+",
}


@dataclass(frozen=True)
class Card:
    """What one vacancy shows one veteran, with the facts of both."""

    veteran: VeteranFacts
    vacancy: VacancyFacts
    ranked: RankedVacancy

    def problems(self) -> list[str]:
        """Return what is wrong with the sentences of the card."""
        found = [
            problem(
                reason.text,
                is_for=reason.side is Side.FOR,
                veteran=self.veteran,
                vacancy=self.vacancy,
            )
            for reason in self.ranked.reasons
        ]
        return [one for one in (*found, *self._unnamed()) if one]

    def _unnamed(self) -> Iterator[str]:
        """Yield each condition that fails or is open and that no sentence names."""
        failed = len(conditions.failures(self.veteran, self.vacancy))
        named = [one.text for one in self.ranked.reasons_against if one.text.startswith("不符合：")]
        if len(named) != failed:
            yield f"{failed} conditions fail, {len(named)} are named"
        texts = [one.text for one in self.ranked.reasons]
        for name, result in conditions.results(self.veteran, self.vacancy).items():
            is_named = any(
                re.fullmatch(OPEN.get(name, "要留意：.*证.*|要留意：岗位要.*"), t) for t in texts
            )
            if result == conditions.OPEN and not is_named:
                yield f"{name} is open and not named"

    def statements(self) -> Iterator[str]:
        """Yield the level and every sentence; reasons for the vacancy also as "for:"."""
        level = level_of(self.ranked.level, self.ranked.confidence)
        yield FAILS if self.ranked.failed else WORDS[level]
        for reason in self.ranked.reasons:
            yield reason.text
            if reason.side is Side.FOR:
                yield f"for:{reason.text}"


@pytest.fixture(scope="module")
def cards() -> list[Card]:
    luck = Random(1949)
    vacancies = generated.vacancies(VACANCIES, luck)
    ranker = Ranker(generated.index_of(vacancies))
    found = []
    for number in range(1, VETERANS + 1):
        veteran = generated.a_veteran(luck)
        scores = ranker.score(generated.veteran_doc(veteran, number))
        rows = np.array(sorted(luck.sample(range(VACANCIES), EACH)))
        ranked = ranker.describe(scores, rows)
        found += [Card(veteran, vacancies[i], one) for i, one in zip(rows, ranked, strict=True)]
    return found


def examples(cards: list[Card]) -> Iterator[tuple[str, Card, Reason]]:
    """Yield the first sentences of each kind, with their cards."""
    seen: Counter[str] = Counter()
    for card in cards:
        for reason in card.ranked.reasons:
            kind = kind_of(reason.text) or ""
            seen[kind] += 1
            if seen[kind] <= EXAMPLES:
                yield kind, card, reason


def test_every_sentence_is_true(cards):
    problems = Counter(text for card in cards for text in card.problems())

    assert len(cards) == VETERANS * EACH
    assert problems == {}


def test_every_kind_of_sentence_occurs(cards):
    seen = {kind_of(reason.text) for card in cards for reason in card.ranked.reasons}

    assert seen == set(KINDS)


def test_no_card_contradicts_itself(cards):
    found = Counter(
        pair for card in cards for pair in contradictions(card.statements(), CARD_PAIRS)
    )

    assert found == {}


def test_a_sentence_of_no_known_kind_fails(cards):
    card = cards[0]

    found = problem("岗位很适合您", is_for=True, veteran=card.veteran, vacancy=card.vacancy)

    assert found == "no known kind of sentence: 岗位很适合您"


def test_a_true_sentence_against_the_vacancy_is_no_reason_for_it():
    facts = VeteranFacts(), VacancyFacts(title="保安", low=None)

    found = problem("岗位没写工资", is_for=True, veteran=facts[0], vacancy=facts[1])

    assert found == "false (pay unstated): 岗位没写工资"


def test_a_changed_fact_makes_the_checker_fail(cards):
    """Each kind of sentence and each fact: some change of one fact is noticed."""
    killed_kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, card, reason in examples(cards):
        is_for = reason.side is Side.FOR
        for field, (veteran, vacancy) in mutations.of_both(card.veteran, card.vacancy):
            if problem(reason.text, is_for=is_for, veteran=veteran, vacancy=vacancy):
                killed_kinds[kind][field] += 1

    assert set(killed_kinds) == set(KINDS)
    all_fields = {f"veteran.{one.name}" for one in fields(VeteranFacts)} | {
        f"vacancy.{one.name}" for one in fields(VacancyFacts)
    }
    assert {field for killed in killed_kinds.values() for field in killed} == all_fields


DECIDED_BY = [
    ("pay equal", "pay", 4501),
    ("pay equal", "low", 4501),
    ("age failed", "age_max", 46),
    ("time in trade", "years", 4),
    ("paper required", "papers", ()),
    ("home township", "home", "340321104"),
    ("schooling failed", "schooling", 1),
]
VETERAN = VeteranFacts(
    works=(("货车司机", 48, ""),), papers=(("drive_a2", "A2"),), is_complete=True, schooling=2,
    age=50, home="340321100", pay=4500,
)  # fmt: skip
VACANCY = VacancyFacts(
    title="货车司机", code="4-02-02-02", duties="驾驶货车跑运输", place="340321100",
    place_name="榴城镇",
    schooling=3, age_max=45, papers=("drive_a2",), years=3, low=4500, high=6000,
)  # fmt: skip


@pytest.mark.parametrize(("kind", "field", "value"), DECIDED_BY)
def test_the_next_value_of_the_deciding_fact_is_noticed(kind, field, value):
    ranker = Ranker(generated.index_of([VACANCY]))
    scores = ranker.score(generated.veteran_doc(VETERAN, 1))
    (ranked,) = ranker.describe(scores, np.array([0]))
    (text,) = [reason.text for reason in ranked.reasons if kind_of(reason.text) == kind]

    assert problem(text, is_for=False, veteran=VETERAN, vacancy=VACANCY) is None

    changed = [
        replace(facts, **{field: value}) if hasattr(facts, field) else facts
        for facts in (VETERAN, VACANCY)
    ]
    assert problem(text, is_for=False, veteran=changed[0], vacancy=changed[1])
