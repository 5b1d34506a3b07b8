"""A worker whose database is away waits for it, however it learns of it."""

from __future__ import annotations

import asyncio
import os
import signal

import psycopg
import pytest
from procrastinate import exceptions
from psycopg_pool import PoolTimeout

from lagesbild.core import worker


@pytest.mark.parametrize(
    "away", [PoolTimeout("30 s"), psycopg.OperationalError("gone"), exceptions.ConnectorException(), OSError()]
)
def test_a_database_that_is_away_is_waited_for(away: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    async def until(_stop: asyncio.Event, _name: str, _jobs: int) -> None:
        tried.append(away)
        if len(tried) < 3:
            raise away
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.05)

    monkeypatch.setattr(worker, "_until", until)
    monkeypatch.setattr(worker, "PAUSES", (0.0,))
    asyncio.run(worker.work(name="test", jobs=1))
    assert len(tried) == 3


def test_a_fault_of_ours_is_not_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async def until(_stop: asyncio.Event, _name: str, _jobs: int) -> None:
        raise ValueError("ours")

    monkeypatch.setattr(worker, "_until", until)
    with pytest.raises(ValueError, match="ours"):
        asyncio.run(worker.work(name="test", jobs=1))
