"""The picture of the invented town says what was planted in it, and nothing when nothing was."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lagesbild.demo import NAME, write_files
from lagesbild.demo.incidents import SILENT, VISITING_START, reports, table
from lagesbild.demo.town import town
from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.model import BreakKind, Picture
from lagesbild.places.areas import read_areas
from lagesbild.sources import read


def picture_of(folder: Path, seed: int, *, planted: bool = True) -> Picture:
    incidents, areas, _ = write_files(folder, seed)
    if not planted:
        place = town(seed)
        incidents.write_bytes(table(reports(place, seed, planted=False), seed).encode("windows-1252"))
    return compose(
        read([incidents]),
        areas=read_areas(areas),
        period=PeriodChoice.parse("week"),
        name=NAME,
        made=dt.date(2026, 11, 16),
        demo=True,
        seed=seed,
    )


@pytest.fixture(scope="module", params=[1, 2])
def planted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Picture:
    return picture_of(tmp_path_factory.mktemp("planted"), request.param)


def test_disturbing_driving_is_found_and_said_to_gather_at_the_square(planted: Picture) -> None:
    (found,) = [one for one in planted.deviations if one.kind == "category" and one.row.name == "Störande körning"]
    assert found.doubt is None
    assert any("Brukstorget" in str(one.values) for one in found.gathered)


def test_an_inventory_by_one_reporter_is_doubted_and_comes_after_what_is_not(planted: Picture) -> None:
    (lights,) = [one for one in planted.deviations if one.kind == "category" and one.row.name == "Trasig belysning"]
    assert lights.doubt is not None
    doubted = [one.doubt is not None for one in planted.deviations]
    assert doubted == sorted(doubted)


def test_the_series_of_graffiti_is_found(planted: Picture) -> None:
    assert any(one.category == "Klotter" and one.name == "Björkängens centrum" for one in planted.chains.rows)


def test_the_reporter_who_begins_and_the_one_who_is_closed_are_breaks(planted: Picture) -> None:
    starts = [one for one in planted.coverage.breaks if one.kind is BreakKind.START]
    gaps = [one for one in planted.coverage.breaks if one.kind is BreakKind.GAP]
    assert [(one.source, one.at) for one in starts] == [("Ordningsvakterna", VISITING_START)]
    assert [(one.source, one.at, one.until) for one in gaps] == [("Fritidsgården Navet", *SILENT)]


def test_the_point_where_the_unplaced_is_put_is_told_from_places(planted: Picture) -> None:
    assert "Stadshuset" in {row.name for row in planted.places.rows}
    assert "Stadshuset" not in {row.name for row in planted.places.without_dumps}


def test_every_row_of_the_file_is_accounted_for(planted: Picture) -> None:
    refused = planted.refused
    assert refused.totals == 1
    assert refused.repeated > 10
    assert refused.unreadable > 0
    assert planted.rows == planted.records + refused.unreadable + refused.repeated + refused.titles + refused.totals


def test_the_areas_the_unplaced_and_the_outside_make_the_total(planted: Picture) -> None:
    inside = sum(row.count for row in planted.areas)
    assert inside + planted.area_unplaced + planted.area_outside == planted.total.count


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_an_ordinary_week_gives_no_deviation(tmp_path: Path, seed: int) -> None:
    picture = picture_of(tmp_path, seed, planted=False)
    assert [one.row.name for one in picture.deviations] == []


def test_areas_carry_their_codes_and_a_small_break_does_not_hinder_comparison(planted: Picture) -> None:
    assert {row.code for row in planted.areas} == {f"9999A{n:02}" for n in range(1, 11)}
    (gap,) = [one for one in planted.coverage.breaks if one.kind is BreakKind.GAP]
    assert gap.small
    assert planted.coverage.comparable_from == VISITING_START
