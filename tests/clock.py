"""A clock that tests set: the application and the database tell the same time, and both go on from there.

Columns that are filled by the database itself ask a function of the schema `clock` while a test has it; the time that
was set is a setting of the connection.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

ZONE = ZoneInfo("Europe/Stockholm")
INSTALL = """
CREATE SCHEMA clock;
CREATE FUNCTION clock.now() RETURNS timestamptz LANGUAGE sql STABLE
    RETURN coalesce(nullif(current_setting('clock.moment', true), '')::timestamptz, statement_timestamp());
GRANT USAGE ON SCHEMA clock TO PUBLIC;
"""
SWAP = """
DO $$ DECLARE one record; BEGIN
    FOR one IN
        SELECT d.adrelid::regclass AS named, a.attname FROM pg_attrdef d
        JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        WHERE pg_get_expr(d.adbin, d.adrelid) = '{was}' AND a.attgenerated = ''
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT {becomes}', one.named, one.attname);
    END LOOP;
END $$;
"""
REAL, MOVED = "statement_timestamp()", "clock.now()"


class Clock:
    """What shows the time; a test sets it."""

    def __init__(self) -> None:
        self.moment = timezone.now()

    def to(self, day: dt.date, hour: int = 8, minute: int = 0) -> None:
        """Set it to an hour of a day in Swedish time, summer or winter."""
        self.moment = dt.datetime.combine(day, dt.time(hour, minute), ZONE).astimezone(dt.UTC)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('clock.moment', %s, false)", [self.moment.isoformat()])


@contextmanager
def moved(owner_url: str, patch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """A clock for as long as the block; after it the time is real again."""
    clock = Clock()

    def now_in_database(self: Now, compiler: Any, connected: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connected, template=MOVED, **context)

    connection.close()
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(INSTALL)
        owner.execute(SWAP.format(was=REAL, becomes=MOVED))
        patch.setattr(timezone, "now", lambda: clock.moment)
        patch.setattr(Now, "as_postgresql", now_in_database)
        try:
            yield clock
        finally:
            connection.close()
            owner.execute(SWAP.format(was=MOVED, becomes=REAL))
            owner.execute("DROP SCHEMA clock CASCADE")
