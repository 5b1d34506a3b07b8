"""`lagesbild demo`: what is said while it starts, in the language that was asked for."""

from __future__ import annotations

import threading
from pathlib import Path
from unittest.mock import patch

import pytest

from lagesbild.cli import serve
from lagesbild.cli.demo import FOLDER, welcome
from lagesbild.core.addresses import Addresses
from lagesbild.i18n import translator

PEOPLE = [
    ["Samverkan A", "coordinator", "Ebba Norrskär"],
    ["Samverkan A", "reporter", "Disa Kullvik"],
    ["Samverkan B", "leader", "Knut Morelund"],
]
ADDRESS = "http://127.0.0.1:8000/"


def test_the_start_says_where_who_how_to_stop_and_how_to_begin_anew() -> None:
    said = welcome(ADDRESS, 3.2, FOLDER, PEOPLE, translator("sv"))
    assert ADDRESS in said
    assert "3 påhittade personer" in said
    assert "Ebba Norrskär (samordnare)" in said
    assert "Knut Morelund" not in said, "all that are named are on the same part of the page"
    assert "Ctrl-C" in said
    assert "make demo-reset" in said
    other = welcome(ADDRESS, 3.2, Path("elsewhere"), PEOPLE, translator("en"))
    assert "Ebba Norrskär (coordinator)" in other
    assert "lagesbild demo --reset --folder elsewhere" in other


@pytest.mark.parametrize(("language", "word"), [("sv", "Det tar längre tid än vanligt"), ("en", "longer than usual")])
def test_a_slow_start_is_told_in_ones_language_and_still_ends_with_the_address(
    language: serve.Language, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = threading.Event()
    wanted = serve.Wanted(data=Path(), worker=False, words=translator(language))
    keeper = serve.Keeper(wanted, Addresses("", ""))
    with patch.object(serve, "START_SECONDS", 0.0), patch.object(serve, "answers", side_effect=[False] * 3 + [True]):
        keeper.start(ready.set, 1)
        assert ready.wait(10)
        keeper.stop()
    assert capsys.readouterr().err.count(word) == 1
