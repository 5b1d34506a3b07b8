"""`lagesbild db`: an installation's database, made and stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    # not below pytest's own folder, which the account that PostgreSQL runs as may not enter
    made = Path(tempfile.mkdtemp(prefix="lagesbild-db-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def lagesbild(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "DJANGO_"))}
    command = [sys.executable, "-m", "lagesbild", "db", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, env={**plain, **environment})


def test_a_database_is_made_brought_up_to_date_again_and_stopped(folder: Path) -> None:
    for _ in range(2):
        done = lagesbild("init", "--data", str(folder))
        assert done.returncode == 0, done.stderr
    done = lagesbild("stop", "--data", str(folder))
    assert done.returncode == 0, done.stderr
    assert not (folder / "postgres/data/postmaster.pid").exists()


def test_half_an_address_is_refused_in_a_sentence(folder: Path) -> None:
    done = lagesbild("init", "--data", str(folder), DATABASE_URL="postgresql://a@b/c")
    assert done.returncode == 2
    assert "DATABASE_OWNER_URL" in done.stderr
    assert "Traceback" not in done.stderr
