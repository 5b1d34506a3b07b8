"""What `lagesbild check` says of roots and scanner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lagesbild.core.check import Level, uploads
from tests.core import signing
from tests.core.test_active import Clamd, clamd

__all__ = ["clamd"]


def test_an_installation_without_either_is_told_so_and_is_no_fault(settings: Any) -> None:
    settings.TRUST_ANCHORS = settings.SCANNER = ""
    assert [level for level, _ in uploads()] == [Level.FINE, Level.FINE]


def test_roots_are_counted_and_the_scanner_answers(settings: Any, tmp_path: Path, clamd: type[Clamd]) -> None:
    (tmp_path / "roots.pem").write_bytes(signing.pem(signing.root()) + signing.pem(signing.certificate(cn="En till")))
    settings.TRUST_ANCHORS = str(tmp_path / "roots.pem")
    (_, roots), (level, _) = uploads()
    assert roots.values == {"n": 2}
    assert level == Level.FINE


@pytest.mark.parametrize("held", [None, b"", b"no certificate"])
def test_what_is_named_and_is_not_there_is_a_fault(settings: Any, tmp_path: Path, held: bytes | None) -> None:
    if held is not None:
        (tmp_path / "roots.pem").write_bytes(held)
    settings.TRUST_ANCHORS, settings.SCANNER = str(tmp_path / "roots.pem"), f"unix://{tmp_path / 'away'}"
    assert [level for level, _ in uploads()] == [Level.FAULT, Level.FAULT]
