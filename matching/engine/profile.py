"""A veteran's record read with the lexicon: trades, terms and credential keys, with sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lexicon.characters import nfkc
from lexicon.durations import Spell, months_of
from lexicon.mentions import find_specialty
from lexicon.tables import Specialty
from matching.engine.concepts import levels, merge_best
from matching.engine.language import Language
from matching.engine.records import Credential, Service, VeteranDoc, Work
from matching.engine.weights import SPECIALTY_SKILL_WEIGHT, SYNONYM_WEIGHT

VIEWS = ("word", "char")


@dataclass(frozen=True, slots=True)
class ProfileRef:
    """A place in the record: field, reference of the row, words."""

    field: str
    row: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade practised or wished for.

    `kind` is "service", "work" or "wish"; `codes` maps occupation codes to confidences in (0, 1].
    `spell` are its days where they are known; without them `months` is its length as stated, 0
    where that is unknown too.
    """

    kind: str
    codes: Mapping[str, float]
    months: int
    source: ProfileRef
    spell: Spell | None = None

    @property
    def is_timed(self) -> bool:
        """Whether its length is known."""
        return self.spell is not None or self.months > 0


@dataclass(frozen=True, slots=True)
class CredentialTrade:
    """The occupations a credential is for: training in them, and no day of work.

    `codes` maps occupation codes to confidences in (0, 0.5].
    """

    credential: Credential
    codes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Term:
    """A query term: its weight in (0, 1] and the text it comes from."""

    weight: float
    source: ProfileRef


@dataclass(frozen=True, slots=True)
class Profile:
    """A veteran's record as the engine reads it. `terms` maps a view to its terms.

    `trades` are practised or wished for; those of credentials are apart, since nobody has worked
    in a trade for having its certificate.
    """

    veteran: VeteranDoc
    trades: tuple[Trade, ...]
    credential_trades: tuple[CredentialTrade, ...]
    held: frozenset[str]
    terms: Mapping[str, Mapping[str, Term]] = field(repr=False)

    @property
    def spells(self) -> tuple[Trade, ...]:
        """The trades practised, in military service or since."""
        return tuple(trade for trade in self.trades if trade.kind != "wish")

    def alike(self, trade: Trade) -> tuple[Trade, ...]:
        """Return the spells a page calls by the same words as this one, itself included."""
        name = (trade.kind, trade.source.words)
        return tuple(one for one in self.spells if (one.kind, one.source.words) == name)

    @property
    def knows_credentials(self) -> bool:
        """Whether a credential that is not in the record counts as not held.

        One that is stated says nothing about others: only the veteran knows when the list ends.
        """
        return self.veteran.credentials_stated

    def weights(self, view: str) -> dict[str, float]:
        """Return query terms and their weights for a view of the text index."""
        return {name: term.weight for name, term in self.terms[view].items()}


def months_together(trades: Iterable[Trade]) -> int:
    """Return the full months spent in these trades; days that spells share count once."""
    timed = list(trades)
    stated = sum(trade.months for trade in timed if trade.spell is None)
    return stated + months_of(trade.spell for trade in timed if trade.spell is not None)


def read_profile(veteran: VeteranDoc, language: Language) -> Profile:
    """Return a veteran's record as the engine reads it.

    Parameters
    ----------
    veteran : VeteranDoc
        The record; its words are segmented, so this is the costly part of a first score.
    language : Language
        The language of the index the profile is scored against.
    """
    trades = (
        *(_service_trade(service, language) for service in veteran.services),
        *(_work_trade(work, language) for work in veteran.works),
        *(_wish(wanted, language) for wanted in veteran.wanted_occupations),
    )
    held = frozenset(credential.key for credential in veteran.credentials if credential.key)
    known = language.lexicon.certificate_trades.by_certificate
    credential_trades = tuple(
        CredentialTrade(one, known[one.key]) for one in veteran.credentials if one.key in known
    )
    return Profile(veteran, trades, credential_trades, held, _terms(veteran, language))


def specialty_of(service: Service, language: Language) -> Specialty | None:
    """Return the lexicon's specialty for a spell of service, by key or by its words."""
    return specialty_named(service.specialty, language)


def specialty_named(words: str, language: Language) -> Specialty | None:
    """Return the lexicon's specialty of a key or of words, None where it has none."""
    specialties = language.lexicon.specialties
    if words in specialties:
        return specialties[words]
    key = find_specialty(words)
    return specialties.get(key) if key else None


def _service_trade(service: Service, language: Language) -> Trade:
    specialty = specialty_of(service, language)
    is_key = service.specialty in language.lexicon.specialties
    name = specialty.name if specialty and is_key else service.specialty  # the veteran's own word
    edges = specialty.edges if specialty else ()
    known = specialty.key if specialty else nfkc(service.specialty).strip()
    codes = merge_best(
        [
            language.trades.get(known, {}),
            *({edge.occupation_code: edge.confidence} for edge in edges),
            _concepts(service.specialty, language),
        ]
    )
    source = ProfileRef("services", service.ref, name)
    return Trade("service", codes, service.months, source, service.spell)


def _work_trade(work: Work, language: Language) -> Trade:
    source = ProfileRef("works", work.ref, work.title)
    return Trade("work", _concepts(work.title, language), work.months, source, work.spell)


def _wish(wanted: str, language: Language) -> Trade:
    is_code = bool(levels(wanted))
    codes = {wanted: 1.0} if is_code else _concepts(wanted, language)
    words = language.occupation_name(wanted) if is_code else wanted
    return Trade("wish", codes, 0, ProfileRef("wanted_occupations", "", words))


def _concepts(text: str, language: Language) -> dict[str, float]:
    return {found.code: found.weight for found in language.occupations_of(text)}


def _texts(veteran: VeteranDoc, language: Language) -> Iterable[tuple[str, float, ProfileRef]]:
    """Return each text of the record with its weight: own words first, then what they imply."""
    own = list(_own_texts(veteran, language))
    yield from ((text, 1.0, source) for text, source in own)
    for text, source in own:
        for other in language.related(text):
            yield other, SYNONYM_WEIGHT, source
    for service in veteran.services:
        specialty = specialty_of(service, language)
        for edge in specialty.edges if specialty else ():
            for skill in edge.skills:
                yield (
                    skill,
                    SPECIALTY_SKILL_WEIGHT * edge.confidence,
                    ProfileRef("services", service.ref, specialty.name if specialty else ""),
                )


def _own_texts(veteran: VeteranDoc, language: Language) -> Iterable[tuple[str, ProfileRef]]:
    for service in veteran.services:
        yield service.specialty, ProfileRef("services", service.ref, service.specialty)
        yield service.duty, ProfileRef("services", service.ref, service.duty)
    for work in veteran.works:
        yield work.title, ProfileRef("works", work.ref, work.title)
        text = language.skills_only(work.text)
        yield text, ProfileRef("works", work.ref, work.text)
    for credential in veteran.credentials:
        yield credential.name, ProfileRef("credentials", credential.ref, credential.name)
    text = language.skills_only(veteran.skills_text)
    yield text, ProfileRef("skills_text", "", veteran.skills_text)


def _terms(veteran: VeteranDoc, language: Language) -> dict[str, dict[str, Term]]:
    terms: dict[str, dict[str, Term]] = {view: {} for view in VIEWS}
    cutters = {"word": language.analyzer.words, "char": language.analyzer.grams}
    for text, weight, source in _texts(veteran, language):
        for view, known in terms.items():
            for name in cutters[view](text):
                if name not in known or known[name].weight < weight:
                    known[name] = Term(weight, source)
    return terms
