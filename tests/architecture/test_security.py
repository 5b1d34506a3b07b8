"""docs/security.md: every row has a verdict, every test that it names is there, what it says in figures is so."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from allauth.account import app_settings as allauth
from django.conf import settings

from lagesbild.accounts import devices, passwords
from lagesbild.api.operations import MOST
from lagesbild.core import files, pdfs
from lagesbild.places.views import files as maps
from lagesbild.sources import encoding

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if re.match(r"\| \d+\.\d+\.\d+ \|", line)
]
VERDICTS = ("met", "not applicable", "operator", "NOT MET")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def verdict(row: list[str]) -> str:
    """What a row says; empty when it is none of the four."""
    return next((one for one in VERDICTS if re.match(rf"{one}(?:$|:)", row[3])), "")


@cache
def functions_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_requirement_stands_once_with_a_verdict() -> None:
    numbers = [tuple(map(int, row[0].split("."))) for row in ROWS]
    assert len(numbers) == len(set(numbers)) == 253
    assert numbers == sorted(numbers)
    assert [row[0] for row in ROWS if len(row) != 4 or not row[1] or not verdict(row)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_is_proved_or_says_why_not(row: list[str]) -> None:
    named = NAMED.findall(row[3])
    assert [f"{file}::{name}" for file, name in named if name not in functions_in(file)] == []
    assert row[3].count("tests/") == len(named)
    if verdict(row) == "met":
        assert named
    else:
        assert row[2], "why, or what is missing"
    assert ("missing: " in row[2]) is (verdict(row) == "NOT MET")


def test_the_counts_at_the_top_are_those_of_the_rows() -> None:
    told = dict(re.findall(r"^\| (met|not applicable|operator|NOT MET|all) \| (\d+) \|$", TEXT, re.MULTILINE))
    counted = {one: str(sum(verdict(row) == one for row in ROWS)) for one in VERDICTS}
    assert told == {**counted, "all": str(len(ROWS))}


def test_every_file_and_page_that_is_named_is_there() -> None:
    named = set(re.findall(r"`([a-z_]+(?:/\w+)+\.(?:py|json))`", TEXT))
    assert len(named) > 15
    assert [one for one in named if not any((place / one).exists() for place in (ROOT, ROOT / "src/lagesbild"))] == []
    headings = {re.sub(r"\s", "-", one.lower()) for one in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)}
    assert set(re.findall(r"\(#([\w-]+)\)", TEXT)) <= headings
    assert [one for one in re.findall(r"\]\(([\w./-]+\.md)", TEXT) if not (ROOT / "docs" / one).exists()] == []


def test_what_is_said_in_figures_is_so() -> None:
    (length,) = (
        one["OPTIONS"]["min_length"]
        for one in settings.AUTH_PASSWORD_VALIDATORS
        if "OPTIONS" in one and "min_length" in one["OPTIONS"]
    )
    limits = allauth.RATE_LIMITS
    assert limits["login_failed"] == "10/m/ip,5/300s/key"
    assert limits["login"] == "30/m/ip"
    for said in (
        f"at least {length} characters",
        f"at least {passwords.REST} characters\nbeside the words",
        f"unused for {settings.SESSION_IDLE // 3600} hours, and {settings.SESSION_COOKIE_AGE // 3600} hours after",
        f"within {settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60} minutes",
        f"signed in for {devices.KEPT_FOR.days}\ndays",
        f"at most {files.LARGEST // 1_000_000} MB",
        f"at most {maps.MOST // 1_000_000} MB",
        f"more than {pdfs.UNPACKED // 1_000_000} MB",
        f"at most {encoding.LARGEST >> 30} GB unpacked",
        f"at most {MOST} things",
    ):
        assert said in TEXT, said


def test_the_log_goes_to_one_place() -> None:
    assert {one["class"] for one in settings.LOGGING["handlers"].values()} == {"logging.StreamHandler"}
    assert {name for one in settings.LOGGING["loggers"].values() for name in one.get("handlers", [])} == set()
