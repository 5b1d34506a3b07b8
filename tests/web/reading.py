"""Reading pages as a visitor would: what they say, where they lead, and what may not stand in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import resolve

from tests.architecture import words

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
NO_PARAGRAPH = frozenset({"div", "dl", "form", "h2", "h3", "ol", "p", "section", "table", "ul"})
"""What no paragraph can hold: a browser ends the paragraph before it."""
QUIET = frozenset({"script", "style"})
FIELD = re.compile(r"\\?\{(?:\w*)[^}]*\\?\}|%\\?\((?:\w+)\\?\)s")


@dataclass
class Page(HTMLParser):
    """A page, taken apart."""

    text: list[tuple[str, str]] = field(default_factory=list)
    """Text nodes with the language they stand in."""
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    main: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, str]] = []

    @classmethod
    def of(cls, html: str) -> Page:
        """The page of a text."""
        page = cls()
        page.feed(html)
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self._open[-1][1] if self._open else "")
        if tag not in VOID:
            self._open.append((tag, language))
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "h1":
            self.headings.append("")
        if tag in NO_PARAGRAPH and any(one == "p" for one, _ in self._open[:-1]):
            self.faults.append(f"<{tag}> in a paragraph, which it ends, line {self.getpos()[0]}")
        if "style" in given:
            self.faults.append(f"style on <{tag}>")
        if tag == "style" or (tag == "script" and not given.get("src") and given.get("type") != "application/json"):
            self.faults.append(f"inline <{tag}>")
        self.faults += [f"{name} on <{tag}>" for name in given if name.startswith("on")]
        for name in ("aria-label", "title", "alt", "placeholder"):
            if given.get(name):
                self.text.append((given[name] or "", language))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            closed, _ = self._open.pop()
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        said = " ".join(data.split())
        if not said or QUIET & set(tags):
            return
        self.text.append((said, self._open[-1][1] if self._open else ""))
        if "h1" in tags and self.headings:
            self.headings[-1] += said
        if "main" in tags:
            self.main += f"{said} "


@cache
def english() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """What the program says in English and otherwise in Swedish: whole texts, and texts with fields in them."""
    whole, patterns = set(), []
    for catalogue in words.catalogues().values():
        for message in catalogue:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            for one in ids:
                if not one or one in said:
                    continue
                if not FIELD.search(one):
                    whole.add(" ".join(one.split()))
                elif len(re.findall(r"[A-Za-z]{3,}", FIELD.sub("", one))) >= 2:
                    parts = [re.escape(part) for part in FIELD.split(" ".join(one.split()))]
                    patterns.append(re.compile(".+?".join(parts)))
    return frozenset(whole), tuple(patterns)


def not_swedish(page: Page) -> list[str]:
    """Texts of a Swedish page that are the English of a message, outside what is marked as English."""
    return [text for text, language in page.text if language == "sv" and is_english(text)]


@cache
def is_english(text: str) -> bool:
    """Whether a text is the English of a message. Pages share most of their texts, and patterns are many."""
    whole, patterns = english()
    return text in whole or any(one.fullmatch(text) for one in patterns)


def faults(html: str, language: str) -> list[str]:
    """What is wrong with a page, in words; nothing when it is as every page is to be."""
    page = Page.of(html)
    found = list(page.faults)
    if len(page.headings) != 1 or not page.headings[0]:
        found.append(f"headings of the first level: {page.headings}")
    if len(page.main) < 20:
        found.append(f"almost empty: {page.main!r}")
    twice = sorted({one for one in page.ids if page.ids.count(one) > 1})
    if twice:
        found.append(f"ids that stand twice: {twice}")
    if f'<html lang="{language}"' not in html:
        found.append("the language of the page is not said")
    if language == "sv":
        found += [f"English: {text}" for text in not_swedish(page)]
    return found


@dataclass(frozen=True)
class Visit:
    """A page that was gone to."""

    address: str
    name: str
    status: int
    html: str
    came_from: str


def crawl(
    get: Callable[[str], tuple[int, str, str]], starts: list[str], *, each: int = 3, most: int = 400
) -> Iterator[Visit]:
    """Follow links from `starts`, at most `each` pages of the same kind; `get` answers status, type and text."""
    waiting = [(start, "") for start in starts]
    seen: set[str] = set()
    kinds: dict[str, int] = {}
    while waiting and len(seen) < most:
        address, came_from = waiting.pop(0)
        address = urldefrag(address)[0]
        parts = urlsplit(address)
        if parts.netloc or parts.scheme or address in seen or not parts.path.startswith("/"):
            continue
        # what follows would be read in another language
        if parts.path.startswith(("/static/", "/sprak/")):
            continue
        name = resolve(parts.path).view_name
        if kinds.get(name, 0) >= each:
            continue
        kinds[name] = kinds.get(name, 0) + 1
        seen.add(address)
        status, kind, html = get(address)
        yield Visit(address, name, status, html if kind.startswith("text/html") else "", came_from)
        if status == 200 and kind.startswith("text/html"):
            waiting += [(urljoin(address, link), address) for link in Page.of(html).links]
