"""What every page of a picture is: whole, well formed, safe, and the same facts as the picture."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from lagesbild.errors import InputError
from lagesbild.i18n import LANGUAGES, Language, Message, translator
from lagesbild.picture.charts.coverage import coverage_chart
from lagesbild.picture.charts.map import place_map
from lagesbild.picture.charts.scales import limits_said
from lagesbild.picture.charts.theme import Theme
from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.html import TOP_ROWS, render, style, write_html
from lagesbild.picture.mapdata import count_steps
from lagesbild.picture.model import Picture
from lagesbild.picture.wording import counts, findings, sources
from lagesbild.sources.records import Conclusion
from tests.picture import records as invented
from tests.picture.sample import VARIANTS, sample_picture
from tests.picture.sample_rows import count_row

VOID = {"meta", "link", "br", "img", "input", "hr", "path", "circle", "rect", "line"}
PAGES: dict[Language, str] = {"sv": "index.html", "en": "en.html"}


class Page(HTMLParser):
    """A page's tags, text and ids, with a check that every tag is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"script", "style"}:
            self.words.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def page(picture: Picture, language: Language = "sv", **options: Any) -> Page:
    return Page(render(picture, language, theme=Theme(), pages=PAGES, **options))


@pytest.fixture(scope="module", params=[(v, language) for v in VARIANTS for language in LANGUAGES], ids="-".join)
def made(request: pytest.FixtureRequest) -> tuple[Picture, Language, Page]:
    variant, language = request.param
    picture = VARIANTS[variant]()
    return picture, language, page(picture, language, live=True)


def test_a_page_says_its_language_and_has_one_heading_of_the_first_rank(made: tuple[Picture, Language, Page]) -> None:
    _, language, found = made
    assert found.named("html")[0]["lang"] == language
    assert len(found.named("h1")) == 1


def test_headings_never_skip_a_rank(made: tuple[Picture, Language, Page]) -> None:
    _, _, found = made
    ranks = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(ranks))


def test_ids_are_unique_and_every_inner_link_and_label_finds_one(made: tuple[Picture, Language, Page]) -> None:
    _, _, found = made
    ids = [attrs["id"] for _, attrs in found.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    links = {(attrs.get("href") or "")[1:] for attrs in found.named("a") if (attrs.get("href") or "").startswith("#")}
    labels = {one for _, attrs in found.tags for one in (attrs.get("aria-labelledby") or "").split()}
    assert (links | labels) <= set(ids)


def test_a_page_runs_under_a_strict_policy_and_asks_nobody_else(made: tuple[Picture, Language, Page]) -> None:
    _, _, found = made
    for tag, attrs in found.tags:
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
        for name in ("src", "href", "data", "poster"):
            assert "//" not in (attrs.get(name) or "")
        if tag == "script":
            assert attrs.get("src") or attrs.get("type") == "application/json"
    assert not found.named("style")


def test_every_table_has_a_caption_and_every_head_cell_a_scope(made: tuple[Picture, Language, Page]) -> None:
    _, _, found = made
    assert len(found.named("table")) == len(found.named("caption"))
    assert all(attrs.get("scope") in {"row", "col"} for attrs in found.named("th"))


def test_every_drawing_is_either_described_or_hidden(made: tuple[Picture, Language, Page]) -> None:
    _, _, found = made
    for attrs in found.named("svg"):
        assert attrs.get("aria-hidden") == "true" or (attrs.get("role") == "img" and attrs.get("aria-labelledby"))


def test_every_category_area_and_place_is_on_the_page_with_its_count(made: tuple[Picture, Language, Page]) -> None:
    picture, language, found = made
    t = translator(language)
    for row in (*picture.categories, *picture.areas, *picture.places.rows):
        assert row.name in found.text
        assert t.value(row.count) in found.text


def test_the_demo_says_that_it_is_invented_and_the_real_does_not(made: tuple[Picture, Language, Page]) -> None:
    picture, language, found = made
    said = translator(language).gettext("Invented example data.")
    assert (said in found.text) == picture.demo


def test_a_page_in_swedish_has_no_english_sentence() -> None:
    english: set[str] = set()
    rooms: Any = translator("sv").catalogue
    while rooms is not None:  # a catalogue for each room, each the fallback of the one before
        english |= {text for text in getattr(rooms, "_catalog", {}) if isinstance(text, str)}
        rooms = rooms._fallback
    assert len(english) > 100
    for variant in VARIANTS.values():
        words = page(variant()).text
        sentences = [text for text in english if len(text) > 12 and "{" not in text and "%" not in text]
        assert [text for text in sentences if text in words] == []


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]>&amp;'", "{{ 7*7 }}"]
)
def test_hostile_names_are_shown_as_they_are_and_do_nothing(hostile: str) -> None:
    picture = sample_picture(
        name=hostile,
        categories=(count_row(hostile, 31, 17.0, seed=1), count_row("Klotter", 4, 4.0, seed=2)),
        areas=(count_row(hostile, 3, 3.0, seed=3, group=hostile),),
    )
    deviation = dataclasses.replace(picture.deviations[0], row=picture.categories[0])
    place = dataclasses.replace(picture.places.rows[0], name=hostile)
    coverage = dataclasses.replace(
        picture.coverage, sources=tuple(dataclasses.replace(one, name=hostile) for one in picture.coverage.sources)
    )
    picture = dataclasses.replace(
        picture,
        coverage=coverage,
        deviations=(deviation,),
        places=dataclasses.replace(picture.places, rows=(place,)),
    )
    for language in LANGUAGES:
        found = page(picture, language, live=True)
        assert " ".join(hostile.split()) in found.text
        assert not found.named("img")
        assert len([one for one in found.named("script") if not one.get("src")]) == 1


def test_the_data_of_the_live_map_cannot_end_its_script() -> None:
    place = dataclasses.replace(sample_picture().places.rows[0], name="</script><b>")
    picture = sample_picture(places=dataclasses.replace(sample_picture().places, rows=(place,)))
    text = render(picture, "sv", theme=Theme(), pages=PAGES, live=True)
    body = text.split('id="map-data">')[1].split("</script>")[0]
    assert json.loads(body)["places"]["features"][0]["properties"]["name"] == "</script><b>"


def test_long_tables_are_cut_and_say_how_many_more() -> None:
    rows = tuple(count_row(f"Kategori {i}.", 3, 3.0, seed=i) for i in range(TOP_ROWS + 9))
    found = page(sample_picture(categories=(*rows, count_row("Den största", 90, 88.0, seed=1))))
    assert "Den största" in found.text
    assert "10 rader till" in found.text
    assert f"Kategori {TOP_ROWS + 8}." in found.text


def test_numbers_follow_the_language() -> None:
    assert "19\u00a0054" in " ".join(page(sample_picture()).words)
    assert "19,054" in page(sample_picture(), "en").text


def test_the_folder_holds_a_page_per_language_its_style_and_its_fonts(tmp_path: Path) -> None:
    steps: list[float] = []
    write_html(sample_picture(), tmp_path, languages=("en", "sv"), progress=lambda _, share: steps.append(share))
    names = {path.name for path in tmp_path.iterdir()}
    assert {"index.html", "sv.html", "picture.css", "fonts"} <= names
    assert 'lang="en"' in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'href="sv.html"' in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert steps == sorted(steps)


def test_the_style_asks_for_nothing_outside_the_folder() -> None:
    assert {url.split("/")[0] for url in re.findall(r'url\("([^"]+)"\)', style(Theme()))} == {"fonts"}


def test_a_theme_gives_its_colour_to_page_and_charts() -> None:
    theme = Theme(name="Samverkan Åsfors", accent="#7a1f3d")
    text = render(sample_picture(), "sv", theme=theme, pages=PAGES)
    assert "Samverkan Åsfors" in text
    assert "#7a1f3d" in text
    assert "#0b5a61" not in text
    assert "--accent:#7a1f3d" in style(theme)


@pytest.mark.parametrize("colour", ["teal", "#12345", "#9ad0d3"])
def test_a_colour_that_cannot_be_read_is_refused(colour: str) -> None:
    with pytest.raises(InputError):
        Theme(accent=colour)


def test_a_compressed_scale_is_said_to_be_one() -> None:
    small = tuple(count_row(f"Kategori {i}", 3, 3.0, seed=i) for i in range(8))
    said = "Skalan är en kvadratrot"
    assert said not in page(sample_picture(categories=small)).text
    assert said in page(sample_picture(categories=(count_row("Parkering", 900, 880.0, seed=9), *small))).text


def test_what_a_coordinator_reads_first_comes_first_and_how_files_were_read_last() -> None:
    order = [attrs["id"] for attrs in page(sample_picture()).named("section")]
    assert order == [
        *("coverage", "counts", "deviations", "areas", "clock", "places"),
        *("repeats", "chains", "unsaid", "read", "method"),
    ]


def test_the_head_accounts_for_every_row_in_one_line_that_leads_to_the_whole_account() -> None:
    found = page(sample_picture())
    assert "19\u00a0054 rader: 18\u00a0909 lästa, 145 lades åt sidan." in " ".join(found.words)
    assert {"href": "#read"} in found.named("a")


def test_the_head_says_that_no_row_has_a_place_when_none_has() -> None:
    said = "Ingen rad kunde ges en plats."
    picture = sample_picture()
    coverage = dataclasses.replace(picture.coverage, placement={"POINT": 0, "AREA_CENTRE": 0, "MISSING": 19_000})
    assert said in page(dataclasses.replace(picture, coverage=coverage)).text
    assert said not in page(picture).text


def test_a_link_to_the_document_stands_where_there_is_one() -> None:
    for pdf in (True, False):
        links = [attrs.get("href") for attrs in page(sample_picture(), pdf=pdf).named("a")]
        assert ("picture.pdf" in links) == pdf
        assert {"picture.json", "refusals.csv"} <= set(links)


def test_eight_places_are_shown_in_full_and_the_others_in_a_table_that_opens() -> None:
    places = sample_picture().places
    rows = tuple(
        dataclasses.replace(places.rows[i % len(places.rows)], rank=i + 1, name=f"Plats {i}.") for i in range(15)
    )
    text = render(sample_picture(places=dataclasses.replace(places, rows=rows)), "sv", theme=Theme(), pages=PAGES)
    listed, further = text.split('class="places"')[1].split("</ol>", 1)
    assert listed.count("<h3>") == 8
    assert "Sju platser till" in further
    assert all(f'id="place-{rank}"' in (listed if rank <= 8 else further) for rank in range(1, 16))


def test_a_larger_area_is_named_only_where_it_holds_several() -> None:
    rows = tuple(count_row(f"Område {i}", 3, 3.0, seed=i, group="Hela staden") for i in range(4))
    assert (
        "Hela staden" not in page(sample_picture(areas=rows, groups=(count_row("Hela staden", 12, 12.0, seed=9),))).text
    )


def test_an_option_names_a_heading_in_the_language_of_the_reader() -> None:
    picture = sample_picture()
    file = dataclasses.replace(
        picture.files[0], conclusions=(Conclusion(Message("Time"), "Datum", "--column time=HEADING"),)
    )
    picture = dataclasses.replace(picture, files=(file,))
    assert "--column time=RUBRIK" in page(picture).text
    assert "--column time=HEADING" in page(picture, "en").text


def test_a_drawing_repeats_nothing_that_its_neighbours_say() -> None:
    text = render(sample_picture(), "sv", theme=Theme(), pages=PAGES)
    clock = text.split('id="clock-desk-title"')[1].split("</svg>")[0]
    assert clock.count("<path") < 20
    assert clock.count("<circle") > 20
    assert all(" r=" in one for one in re.findall("<circle[^>]*>", clock))
    assert "font-family" not in clock


def test_a_small_source_that_breaks_is_drawn_rather_than_a_larger_that_does_not() -> None:
    picture = sample_picture()
    first = picture.coverage.sources[0]
    many = tuple(dataclasses.replace(first, name=f"Källa {i}.", count=1000 - i) for i in range(9))
    broken = dataclasses.replace(picture.coverage.breaks[0], source="Källa 8.")
    coverage = dataclasses.replace(picture.coverage, sources=many, breaks=(broken,))
    text = render(dataclasses.replace(picture, coverage=coverage), "sv", theme=Theme(), pages=PAGES)
    chart = text.split('id="coverage-desk-title"')[1].split("</svg>")[0].split("</desc>")[1]
    assert "Källa 8." in chart
    assert "Källa 0." in chart
    assert "Källa 5." not in chart


@pytest.mark.parametrize("phone", [False, True])
def test_the_highest_count_beside_a_source_has_room_for_all_its_figures(phone: bool) -> None:
    picture = sample_picture()
    first = picture.coverage.sources[0]
    series = dataclasses.replace(first.series, counts=(21_515, *first.series.counts[1:]))
    coverage = dataclasses.replace(picture.coverage, sources=(dataclasses.replace(first, series=series),))
    t = translator("sv")
    whole = dataclasses.replace(picture, coverage=coverage)
    drawn = coverage_chart(t, whole, Theme(), key="c", title="T", phone=phone)
    label = t.value(21_515)
    at = re.search(rf'translate\(([\d.]+),[\d.]+\)"[^>]*>{label}<', drawn) or re.search(
        rf'x="([\d.]+)"[^>]*>{label}<', drawn
    )
    assert at is not None
    wide = re.search(r'viewBox="0 0 ([\d.]+)', drawn)
    assert wide is not None
    assert float(at[1]) + 7 * len(label) <= float(wide[1])


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("times", [1, 40, 4000])
def test_every_class_of_the_map_stands_inside_its_drawing_whatever_the_counts(phone: bool, times: int) -> None:
    places = sample_picture().places
    cells = tuple(dataclasses.replace(one, count=one.count * times) for one in places.cells)
    t = translator("sv")
    limits = count_steps(one.count for one in cells)
    drawn = place_map(t, dataclasses.replace(places, cells=cells), Theme(), key="m", title="T", phone=phone)
    wide, high = (float(one) for one in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)', drawn)[0])
    for said in limits_said(t, limits):
        at = re.search(rf'translate\(([\d.]+),([\d.]+)\)"[^>]*>{said}<', drawn)
        assert at is not None, said
        assert float(at[1]) + 6.6 * len(said) <= wide
        assert float(at[2]) < high


def test_sources_begin_in_the_month_of_their_first_incident_though_its_week_began_before() -> None:
    reading = invented.reading(invented.rows(2000, first=dt.date(2025, 10, 1)))
    picture = compose(reading, name="x", made=dt.date(2026, 2, 1), period=PeriodChoice.parse("2025-12"))
    assert picture.coverage.sources[0].series.starts[0].month == 9
    drawn = coverage_chart(translator("sv"), picture, Theme(), key="c", title="T")
    assert "oktober\u00a02025" in drawn
    assert "september\u00a02025" not in drawn


def test_a_quarter_is_named_with_its_year() -> None:
    reading = invented.reading(invented.rows(2000))
    picture = compose(reading, name="Åsfors", made=invented.MADE, period=PeriodChoice.parse("2025-Q3"))
    assert findings.page_title(translator("sv"), picture) == "Lägesbild för Åsfors, kvartal\u00a03\u00a02025"


def test_a_period_that_no_area_can_hold_says_so_instead_of_a_table_of_noughts() -> None:
    picture = dataclasses.replace(sample_picture(), areas=(), groups=(), area_unplaced=12, area_outside=0)
    text = render(picture, "sv", theme=Theme(), pages=PAGES)
    part = text.split('id="areas"')[1].split("</section>")[0]
    assert "Antal per område går inte att säga" in part
    assert "12 händelser i perioden har ingen plats" in part
    assert "inget räknas per område" in part or "ingenting räknas per område" in part
    assert "<table" not in part


def test_of_what_nothing_is_known_no_nought_is_shown() -> None:
    sample = sample_picture()
    untested = dataclasses.replace(sample, deviations=(), tests=dataclasses.replace(sample.tests, tested=0))
    t = translator("sv")
    assert "deviations" not in {one.anchor for one in findings.contents(t, untested)}
    assert "deviations" in {one.anchor for one in findings.contents(t, dataclasses.replace(sample, deviations=()))}
    outside = dataclasses.replace(sample, area_unplaced=0, area_outside=7)
    assert sources.unplaced(t, outside) == "7 händelser i perioden ligger utanför alla områden. De räknas i summan."
    much = dataclasses.replace(outside, area_outside=sample.total.count)
    assert "0 kan inte läggas" not in findings.lead(t, much)[1].text
    unbroken = dataclasses.replace(sample, coverage=dataclasses.replace(sample.coverage, breaks=()))
    assert findings.coverage(t, unbroken) == "Ingen ändring i underlaget har märkts"


def test_what_is_in_no_rate_is_said_beside_the_rates() -> None:
    t = translator("sv")
    said = counts.about_rates(t, dataclasses.replace(sample_picture(), area_unplaced=12))
    assert said.endswith("12 händelser vars område inte är känt är inte med i talen, som därför snarast är för låga.")
    assert "inte är känt" not in counts.about_rates(t, dataclasses.replace(sample_picture(), area_unplaced=0))


@pytest.mark.parametrize(("days", "said"), [(-1, "Perioden kan jämföras bakåt till"), (0, "kan inte jämföras bakåt")])
def test_a_period_that_what_is_known_begins_in_cannot_be_compared_backwards(days: int, said: str) -> None:
    sample = sample_picture()
    since = sample.period.start + dt.timedelta(days=days)
    coverage = dataclasses.replace(sample.coverage, comparable_from=since)
    text = render(dataclasses.replace(sample, coverage=coverage), "sv", theme=Theme(), pages=PAGES)
    assert said in text.split('id="coverage"')[1].split("</header>")[0]


def test_how_many_have_no_place_is_one_sentence_with_and_without_percent() -> None:
    t, sample = translator("sv"), sample_picture()
    for placed, unplaced, said in ((30_000, 86, "86 av 30 086 saknar"), (180, 20, "20 av 200, 10 %, saknar")):
        places = dataclasses.replace(sample.places, placed=placed, unplaced=unplaced, outside=0)
        found = sources.map_remainder(t, dataclasses.replace(sample, places=places))
        assert said in found.replace("\u00a0", " ")
