"""What the tables of this version are recognised by, without loading Django: a mark that `db init` leaves in them.

A server that starts compares the mark; only when it differs is the slower and exact question asked.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psycopg
from psycopg import sql

import lagesbild

OTHERS = ("django", "django-allauth", "procrastinate")
"""Packages that bring tables of their own."""
QUERY = "SELECT obj_description(to_regclass('public.django_migrations'), 'pg_class')"


def mark() -> str:
    """A digest of every migration of this version."""
    digest = hashlib.sha256()
    home = Path(lagesbild.__file__).parent
    for path in sorted(home.glob("*/migrations/*.py")):
        digest.update(str(path.relative_to(home)).encode() + b"\0" + path.read_bytes())
    for name in OTHERS:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()[:24]


def leave_mark(owner_url: str) -> None:
    """Say in the database that its tables are those of this version."""
    with psycopg.connect(owner_url) as server:
        server.execute(sql.SQL("COMMENT ON TABLE public.django_migrations IS {}").format(sql.Literal(mark())))


def is_marked(url: str) -> bool:
    """Whether the database says that its tables are those of this version."""
    try:
        with psycopg.connect(url, connect_timeout=10) as server:
            return server.execute(QUERY).fetchone() == (mark(),)
    except psycopg.Error:
        return False
