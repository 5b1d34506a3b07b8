"""How far an import has come, said beside its own transaction, which shows nothing until it ends."""

from __future__ import annotations

import datetime as dt
import json
import time
from types import TracebackType
from typing import Self

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from lagesbild.core.actions import Actor
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

SECONDS = 0.5
"""Progress is written at most this often."""
SILENT = dt.timedelta(minutes=2)
"""An import that has said nothing for this long is not being worked on."""
SAY = """
UPDATE incidents_importprogress SET share = %s, doing = %s::jsonb, changed = now() WHERE batch_id = %s RETURNING stop
"""


class Stopped(InputError):
    """Someone wanted the import to stop."""

    def __init__(self) -> None:
        super().__init__(Message(N_("The import was stopped. Nothing of it was kept.")))


class Beside:
    """A second connection that says how far an import has come, and hears whether it is to stop."""

    def __init__(self, actor: Actor, batch: int) -> None:
        self._actor = actor
        self._batch = batch
        self._last = 0.0
        self._side: BaseDatabaseWrapper | None = None

    def __enter__(self) -> Self:
        """Open the connection."""
        self._side = connection.copy()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        if self._side is not None:
            self._side.close()

    def __call__(self, what: Message, share: float) -> None:
        """Say it; raises `Stopped` when someone has asked for that."""
        if time.monotonic() - self._last < SECONDS or self._side is None:
            return
        self._last = time.monotonic()
        with self._side.cursor() as cursor:
            settings = self._actor.scope().settings()
            cursor.execute("BEGIN")
            for name, value in settings.items():
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
            cursor.execute(SAY, [share, json.dumps(what.to_dict()), self._batch])
            row = cursor.fetchone()
            cursor.execute("COMMIT")
        if row is not None and row[0]:
            raise Stopped
