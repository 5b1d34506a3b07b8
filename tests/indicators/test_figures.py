"""What may be said of a series and of places beside each other, and what may not."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math

import pytest

from lagesbild.core.scope import scope
from lagesbild.i18n import translator
from lagesbild.indicators import actions, drawing, figures, wording
from lagesbild.indicators.actions import Said
from lagesbild.indicators.figures import Verdict
from lagesbild.indicators.models import Indicator, Series, Value
from tests.indicators.conftest import read, table
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)
SV = translator("sv")


def counts(name: str, values: list[int | str], first: int = 2015, indicator: str = "Bränder") -> list[str]:
    return [f"{indicator};{name};{first + i};{value}" for i, value in enumerate(values)]


def line(house: House, name: str, indicator: str = "Bränder") -> tuple[Indicator, figures.Line]:
    with scope(house.carl.scope()):
        row = Indicator.objects.get(name=indicator)
        series = Series.objects.select_related("area").get(indicator=row, name=name)
        return row, figures.lines(row, [series], list(row.breaks.in_order()))[0]


def change(house: House, name: str = "Norra", indicator: str = "Bränder") -> figures.Compared:
    row, found = line(house, name, indicator)
    compared = figures.usual(row, found)
    assert compared is not None
    return compared


def say(house: House, name: str = "Norra", indicator: str = "Bränder") -> str:
    row, _ = line(house, name, indicator)
    return wording.changed(row, change(house, name, indicator), SV)


def test_a_count_has_its_exact_interval_and_a_rate_says_per_what(house: House) -> None:
    read(house, table(*counts("Norra", [4])))
    row, found = line(house, "Norra")
    (point,) = found.points
    assert point.interval is not None
    assert (round(point.interval.low, 2), round(point.interval.high, 2)) == (1.09, 10.24)
    assert point.rate is not None
    assert (point.rate.value, point.rate.denominator, point.rate.small) == (5.0, 800.0, True)
    with scope(house.carl.scope()):
        assert wording.per(SV, row) == "per 1\u00a0000 invånare och år"


def test_there_is_no_rate_without_anything_that_it_is_of(house: House) -> None:
    read(house, table(*counts("1983", [4])))
    assert [one.rate for one in line(house, "Köping")[1].points] == [None]


def test_a_rate_is_of_the_inhabitants_of_the_nearest_year(house: House) -> None:
    read(house, table(*counts("1983", [4, 5])))
    read(house, table("Folkmängd;1983;2014;20000", "Folkmängd;1983;2016;25000"))
    with scope(house.carl.scope()):
        base = Indicator.objects.get(name="Folkmängd")
        row = Indicator.objects.get(name="Bränder")
    assert base.kind == "index", "how many live there is no count of events"
    actions.change(actor=house.carl, indicator=row.pk, said=Said(name="Bränder", kind="count", base_id=base.pk))
    rates = [one.rate for one in line(house, "Köping")[1].points]
    assert [round(one.value, 3) for one in rates if one] == [0.2, 0.2]


def test_a_clear_rise_is_said_with_its_base_and_a_small_one_is_not_told_from_chance(house: House) -> None:
    read(
        house,
        table(*counts("Norra", [100, 102, 98, 101, 99, 100, 180]), *counts("Södra", [100, 102, 98, 101, 99, 100, 110])),
    )
    assert change(house).verdict == Verdict.MORE
    assert "80 %" in say(house)
    assert change(house, "Södra").verdict == Verdict.ALIKE
    assert "%" not in say(house, "Södra")


def test_no_percent_on_a_base_below_twenty(house: House) -> None:
    read(house, table(*counts("Norra", [10, 10, 10, 10, 10, 10, 40]), *counts("Södra", [1, 2, 1, 2, 1, 2, 5])))
    assert change(house).verdict == Verdict.MORE
    assert "%" not in say(house)
    assert change(house, "Södra").verdict == Verdict.ALIKE


def test_counts_that_have_always_swung_need_more_to_be_called_changed(house: House) -> None:
    read(
        house,
        table(*counts("Norra", [60, 140, 70, 150, 50, 100, 150]), *counts("Södra", [100, 101, 99, 100, 101, 100, 150])),
    )
    assert change(house, "Södra").verdict == Verdict.MORE
    assert change(house).verdict == Verdict.ALIKE
    assert change(house).dispersion > 5


def test_a_history_too_short_to_know_how_much_counts_vary_calls_nothing_a_rise(house: House) -> None:
    read(house, table(*counts("Norra", [100, 100, 300])))
    assert change(house).verdict == Verdict.SHORT
    assert "för kort historik" in say(house)


def test_nothing_is_compared_across_a_break_or_with_what_is_not_firm(house: House) -> None:
    read(house, table(*counts("Norra", [100, 101, 99, 100, 100, 100, 300])))
    read(house, table(*counts("Södra", [100, 101, 99, 100, 100, "..", 300])))
    row, _ = line(house, "Norra")
    assert change(house).verdict == Verdict.MORE
    actions.add_break(actor=house.carl, indicator=row.pk, day=dt.date(2021, 1, 1), what="Nya koder")
    assert change(house).verdict == Verdict.BROKEN
    assert change(house, "Södra").verdict == Verdict.NOT_FIRM


def test_a_break_within_a_year_makes_the_year_partial(house: House) -> None:
    read(house, table(*counts("Norra", [100, 100, 100, 300])))
    row, _ = line(house, "Norra")
    actions.add_break(actor=house.carl, indicator=row.pk, day=dt.date(2017, 7, 1), what="Nya koder")
    assert [one.flag for one in line(house, "Norra")[1].points] == ["", "", "partial", ""]


def test_shares_are_told_apart_by_the_intervals_of_the_source_alone(house: House) -> None:
    head = "indikator;område;period;värde;enhet;nedre;övre"
    rows = ("2022;60;procent;57;63", "2023;70;procent;67;73")
    read(house, table(*(f"Trygga;Norra;{row}" for row in rows), head=head))
    read(house, table("Trygga;Södra;2022;60;procent;;", "Trygga;Södra;2023;70;procent;;", head=head))
    assert change(house, "Norra", "Trygga").verdict == Verdict.MORE
    assert change(house, "Södra", "Trygga").verdict == Verdict.NO_MEASURE


def test_missing_periods_are_seen_in_the_series_and_in_the_coverage(house: House) -> None:
    read(house, table("Bränder;Norra;2015;1", "Bränder;Norra;2018;2"))
    row, found = line(house, "Norra")
    assert [one.year for one in found.missing] == [2016, 2017]
    told = figures.coverage(row, [found], {0: "Södra"})
    assert told is not None
    assert (told.periods, told.gaps, list(told.absent)) == (4, 2, ["Södra"])
    said = [SV.say(one) for one in wording.covered(row, told, SV)]
    assert any("Södra" in text for text in said)


def beside(house: House) -> dict[str, Verdict]:
    with scope(house.carl.scope()):
        row = Indicator.objects.get(name="Bränder")
        rows = list(row.series.in_order())
        found = figures.lines(row, rows, [])
        own = next(one for one in rows if one.name == "Köping")
        return {one.series.name: one.verdict for one in figures.compared(row, found, dt.date(2020, 1, 1), own)}


def test_municipalities_are_compared_by_rates_and_only_where_chance_does_not_explain_it(house: House) -> None:
    head = "indikator;kommun;period;värde;nämnare"
    rows = ["1983;2020;50;25000", "1980;2020;900;150000", "1960;2020;28;13000", "1984;2020;20;"]
    rows += [f"1983;{year};{value};25000" for year, value in ((2015, 50), (2016, 52), (2017, 48), (2018, 51))]
    read(house, table(*(f"Bränder;{row}" for row in rows), head=head))
    assert beside(house) == {
        "Köping": Verdict.SAME,
        "Västerås": Verdict.MORE,
        "Kungsör": Verdict.ALIKE,
        "Arboga": Verdict.SIZES,
    }


def test_that_many_places_are_compared_is_allowed_for(house: House) -> None:
    head = "indikator;kommun;period;värde;nämnare"
    codes = [
        f"{n:04}" for n in (114, 115, 117, 120, 123, 125, 126, 127, 128, 136, 138, 139, 140, 160, 162, 163, 180, 181)
    ]
    alone = ["Bränder;1983;2020;100;10000", "Bränder;1980;2020;136;10000"]
    alone += [f"Bränder;{code};{year};100;10000" for code in ("1983", "1980") for year in range(2000, 2020)]
    read(house, table(*alone, head=head))
    assert beside(house)["Västerås"] == Verdict.MORE
    read(house, table(*(f"Bränder;{code};2020;100;10000" for code in codes), head=head))
    assert beside(house)["Västerås"] == Verdict.ALIKE


def test_large_counts_are_compared_without_taking_the_memory_of_the_machine(house: House) -> None:
    read(house, table(*counts("Norra", [40_000, 40_100, 39_900, 40_050, 40_000, 40_000, 46_000])))
    assert change(house).verdict == Verdict.MORE
    read(house, table(*counts("Södra", [4_000_000, 5_000_000])))
    assert change(house, "Södra").verdict == Verdict.NO_MEASURE


def test_the_figure_breaks_its_line_where_the_source_breaks_or_is_silent(house: House) -> None:
    read(house, table(*counts("Norra", [5, 6, "..", 7, 8, 9])))
    row, _ = line(house, "Norra")
    actions.add_break(actor=house.carl, indicator=row.pk, day=dt.date(2019, 1, 1), what="Nya koder")
    row, found = line(house, "Norra")
    with scope(house.carl.scope()):
        breaks = list(row.breaks.in_order())
    for width in (drawing.WIDE, drawing.NARROW):
        made = drawing.figure(SV, row, found, breaks, width=width)
        assert made is not None
        assert (len(made.paths), len(made.dots), len(made.breaks)) == (2, 5, 1)
        assert all(0 <= dot.x <= width and 0 <= dot.y <= made.height for dot in made.dots)
        assert all(math.isfinite(y) for _, y in made.ticks)


def test_no_line_leads_to_a_value_that_is_not_to_be_compared(house: House) -> None:
    read(house, table(*counts("Norra", [40, 42, 41, 3])))
    row, found = line(house, "Norra")
    *whole, last = found.points
    found = dataclasses.replace(found, points=(*whole, dataclasses.replace(last, flag=Value.Flag.PARTIAL)))
    made = drawing.figure(SV, row, found, [])
    assert made is not None
    assert [path.count("L") for path in made.paths] == [2]
    assert [x for x, *_ in made.bars] == [made.dots[-1].x], "its interval stands by itself"


def test_a_figure_of_nothing_but_zeros_is_drawn(house: House) -> None:
    read(house, table(*counts("Norra", [0])))
    row, found = line(house, "Norra")
    made = drawing.figure(SV, row, found, [])
    assert made is not None
    assert made.ticks[0][0] == "0"
