"""Two logins: the owner makes and changes tables, the application reads and writes rows and cannot pass the walls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import dj_database_url
import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from lagesbild.core import schema
from lagesbild.core.rendering import one_at_a_time

APPEND_ONLY = ("core_timelineentry", "core_accessentry")
LIMITS = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
LOCK = 4_711_2023
"""Advisory lock: two machines that start at once must not both create the roles."""


@contextmanager
def owner(owner_url: str) -> Iterator[None]:
    """Let Django's connection log in as the owner; only for migrations, backup and the set-up of tests."""
    before = connection.settings_dict
    connection.close()
    connection.settings_dict = {**before, **dj_database_url.parse(owner_url)}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


def initialise(owner_url: str, app_url: str, *, verbosity: int = 0) -> None:
    """Create the application's role, bring the tables up to date, and grant what the application needs.

    Can be run again at any time; `lagesbild db init` and every upgrade call it.
    """
    create_role(owner_url, app_url)
    with owner(owner_url), one_at_a_time():
        call_command("migrate", verbosity=verbosity, interactive=False)
    grant(owner_url, app_url)
    schema.leave_mark(owner_url)


def create_role(owner_url: str, app_url: str) -> None:
    """Create the application's login, or give it the password of `app_url`: no owner, no bypass of the walls."""
    name, password = _login(app_url)
    with psycopg.connect(owner_url) as server:
        server.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        exists = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
        # an owner that is not superuser may not even repeat that a role is none, so only the password is set again
        verb, options = ("ALTER", "") if exists else ("CREATE", LIMITS)
        statement = sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}")
        server.execute(statement.format(sql.SQL(verb), sql.Identifier(name), sql.SQL(options), sql.Literal(password)))


def grant(owner_url: str, app_url: str) -> None:
    """Let the application read and write rows, append to the logs, and nothing more."""
    name, _ = _login(app_url)
    role = sql.Identifier(name)
    with psycopg.connect(owner_url) as server:
        server.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
            *(f"REVOKE UPDATE, DELETE ON {table} FROM {{role}}" for table in APPEND_ONLY),
        ):
            server.execute(sql.SQL(statement).format(role=role))


def _login(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return unquote(parts.username or ""), unquote(parts.password or "")
