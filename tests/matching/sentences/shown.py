"""The cards, headings and counts of a rendered list."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

ARTICLE = re.compile(r'<article class="card vacancy"[^>]*>.*?</article>', re.S)
TAG = re.compile(r"<[^>]+>")
FACTS = re.compile(r'<ul class="row-meta[^"]*">(.*?)</ul>', re.S)
BUTTON = re.compile(r'<a class="btn[^"]*"[^>]*>(.*?)</a>', re.S)
ITEM = re.compile(r'<li( class="why__note")?>(.*?)</li>', re.S)
AROUND = re.compile(r"^要留意 | (看原文|去填证书)$")  # an icon's name before, a link behind


def words_of(markup: str) -> str:
    """Return the visible words of a piece of a page."""
    return " ".join(html.unescape(TAG.sub(" ", markup)).split())


@dataclass(frozen=True)
class ShownCard:
    """One card of a list as a reader sees it."""

    vacancy_id: int
    level: str
    pay: str
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    others: tuple[str, ...]  # tags, place and buttons

    def statements(self) -> Iterator[str]:
        """Yield everything the card states, as the tables of pairs name it."""
        yield self.level
        yield f"pay:{self.pay}"
        yield from self.reasons
        yield from (f"for:{text}" for text in self.reasons)
        yield from self.cautions
        for other in self.others:
            yield other
            yield f"tag:{other}"


def _card(markup: str) -> ShownCard:
    title = re.search(r'/open-vacancies/(\d+)"', markup)
    items = ITEM.findall(markup.partition('class="why"')[2])
    texts = [AROUND.sub("", words_of(text)) for _, text in items]
    fit = re.search(r"</svg>([^<]+)", markup.partition('class="fit ')[2])
    pay = re.search(r'<p class="pay">(.*?)</p>', markup, re.S)
    facts = [one for row in FACTS.findall(markup) for one in re.findall(r"<li>(.*?)</li>", row)]
    buttons = BUTTON.findall(markup)
    assert title
    return ShownCard(
        int(title[1]),
        fit[1].strip() if fit else "",
        words_of(pay[1]) if pay else "",
        tuple(text for text, (note, _) in zip(texts, items, strict=True) if not note),
        tuple(text for text, (note, _) in zip(texts, items, strict=True) if note),
        tuple(words_of(one).split("：")[0].strip() for one in (*facts, *buttons)),
    )


@dataclass(frozen=True)
class ShownPage:
    """One page of a list: its cards, its words, and the headings above the cards."""

    cards: tuple[ShownCard, ...]
    text: str
    headings: tuple[str, ...]
    notes: tuple[str, ...]  # on wishes


def page_of(markup: str) -> ShownPage:
    main = markup.partition("<main")[2]
    above = main.partition("<article")[0]
    pieces = re.findall(r"<(?:h1|h2|span|b|p)[^>]*>(.*?)</(?:h1|h2|span|b|p)>", above, re.S)
    cards = tuple(_card(found[0]) for found in ARTICLE.finditer(main))
    notes = tuple(words_of(one) for one in re.findall(r"<li>(.*?)</li>", above, re.S) if "“" in one)
    return ShownPage(cards, words_of(main), tuple(words_of(one) for one in pieces), notes)
