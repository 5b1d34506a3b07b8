"""The invented town as files that `lagesbild picture` reads: every row accounted for, faults and all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lagesbild.demo import NAME, write_files
from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.ground import read_ground
from lagesbild.picture.model import BreakKind, Picture
from lagesbild.places.areas import read_areas
from lagesbild.sources import read

TODAY = dt.date(2026, 11, 26)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    return write_files(tmp_path_factory.mktemp("town"), 1, TODAY)


@pytest.fixture(scope="module")
def picture(files: tuple[Path, Path, Path]) -> Picture:
    incidents, areas, ground = files
    return compose(
        read([incidents]),
        areas=read_areas(areas),
        ground=read_ground(ground),
        period=PeriodChoice.parse("week"),
        name=NAME,
        made=TODAY,
        demo=True,
    )


def test_the_file_is_one_that_windows_can_write_and_has_the_faults_of_real_files(
    files: tuple[Path, Path, Path],
) -> None:
    lines = files[0].read_bytes().decode("windows-1252").splitlines()
    assert len(lines) > len(set(lines)), "some rows are there twice"
    assert "finns" in lines[0]
    assert lines[-1].startswith("Summa;")
    assert any(";i går;" in line or ";2024-02-31;" in line or ";vet ej;" in line for line in lines)


def test_every_row_of_the_file_is_accounted_for(picture: Picture) -> None:
    refused = picture.refused
    assert refused.totals == 1
    assert refused.repeated > 10
    assert refused.unreadable > 0
    assert picture.rows == picture.records + refused.unreadable + refused.repeated + refused.titles + refused.totals


def test_the_areas_the_unplaced_and_the_outside_make_the_total(picture: Picture) -> None:
    assert sum(row.count for row in picture.areas) + picture.area_unplaced + picture.area_outside == picture.total.count
    assert {row.code[:4] for row in picture.areas} == {"9901"}


def test_the_guards_who_begin_are_said_and_are_too_few_to_hinder_comparison(picture: Picture) -> None:
    (start,) = [one for one in picture.coverage.breaks if one.kind is BreakKind.START]
    assert start.source == "Ordningsvakterna"
    assert start.small
    assert picture.coverage.comparable_from is not None
    assert picture.coverage.comparable_from < start.at


def test_what_one_inventory_adds_is_doubted_and_comes_last(picture: Picture) -> None:
    doubted = [one.doubt is not None for one in picture.deviations]
    assert doubted == sorted(doubted)
    assert any(doubted)
    assert not all(doubted)


def test_the_same_day_and_seed_give_the_same_files(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    again = write_files(tmp_path, 1, TODAY)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]
