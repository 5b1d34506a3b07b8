"""What `lagesbild check` asks: each question on its own, so that one failure hides none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from lagesbild.core import database, scanning, timeline
from lagesbild.core.models import ChainHead, Partnership
from lagesbild.core.signatures.reading import anchors
from lagesbild.core.walls import is_tenant
from lagesbild.core.worker import SILENT_SECONDS
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

OLDEST_SERVER = 15
LEAST_SHARE, LEAST_BYTES = 0.05, 1 << 30
LATE_MINUTES = 10
"""A job that has been waiting this long is late: nobody works, or too few."""


class Level(StrEnum):
    """How bad."""

    FINE = "fine"
    NOTICE = "notice"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer."""

    name: str
    level: Level
    said: Message


Answers = Iterator[tuple[Level, Message]]


def all_findings(*, owner_url: str, folder: Path, public: bool) -> list[Finding]:
    """Every answer, in order.

    Parameters
    ----------
    owner_url : str
        The owner's login; empty on a machine that has none, which leaves the timelines unasked.
    folder : Path
        Folder of the installation's data.
    public : bool
        Others than this machine are served, so that what only matters then is a fault.

    """
    questions: list[tuple[str, Callable[[], Answers]]] = [
        (N_("Database"), server),
        (N_("Tables"), migrations),
        (N_("Login"), role),
        (N_("Walls"), walls),
        (N_("Timelines"), lambda: timelines(owner_url)),
        (N_("Queue"), queue),
        (N_("Disk"), lambda: disk(folder)),
        (N_("Settings"), lambda: deployment(public)),
        (N_("Mail"), lambda: mail(public)),
        (N_("Uploads"), uploads),
    ]
    found = []
    for name, question in questions:
        try:
            answers = list(question())
        except (DatabaseError, OSError) as error:
            words = Message(N_("cannot be asked: {why}"), {"why": str(error).strip().splitlines()[0]})
            answers = [(Level.FAULT, words)]
            connection.close()
        found += [Finding(name, level, said) for level, said in answers]
    return found


def _rows(query: str, *values: str | int | float) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def server() -> Answers:
    """Which server answers, and whether it is new enough."""
    connection.ensure_connection()
    version = connection.pg_version // 10_000  # type: ignore[attr-defined]
    if version < OLDEST_SERVER:
        words = N_("PostgreSQL {version} is too old; at least {oldest} is needed")
        yield Level.FAULT, Message(words, {"version": str(version), "oldest": str(OLDEST_SERVER)})
        return
    yield Level.FINE, Message(N_("PostgreSQL {version} answers"), {"version": str(version)})


def migrations() -> Answers:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Level.FAULT, Message(N_("not up to date; run: lagesbild db init"))
    else:
        yield Level.FINE, Message(N_("up to date"))


def role() -> Answers:
    """Whether the application's login is as small as it has to be."""
    ((name, superuser, bypass, creates),) = _rows(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    ((owned,),) = _rows(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND pg_has_role(current_user, c.relowner, 'MEMBER')"
    )
    if superuser or bypass or creates or owned:
        words = N_("{name} may pass the walls or owns tables; DATABASE_URL is to be the login that db init makes")
        yield Level.FAULT, Message(words, {"name": name})
    else:
        yield Level.FINE, Message(N_("{name} owns nothing and cannot pass the walls"), {"name": name})


def walls() -> Answers:
    """Whether every table of a partnership is behind row-level security, and the logs can only be added to."""
    models = [model for model in apps.get_models() if is_tenant(model)]
    tenants = {Partnership._meta.db_table, *(model._meta.db_table for model in models), *database.APPEND_ONLY}
    guarded = {
        name
        for (name,) in _rows(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relrowsecurity AND p.polcmd IN ('r', '*') GROUP BY c.relname"
        )
    }
    open_ = sorted(tenants - guarded)
    if open_:
        yield Level.FAULT, Message(N_("no walls around {tables}"), {"tables": ", ".join(open_)})
    changeable = [
        table
        for table in database.APPEND_ONLY
        if _rows("SELECT has_table_privilege(%s, 'UPDATE') OR has_table_privilege(%s, 'DELETE')", table, table)[0][0]
    ]
    if changeable:
        words = N_("{tables} can be changed; run: lagesbild db init")
        yield Level.FAULT, Message(words, {"tables": ", ".join(changeable)})
    if not open_ and not changeable:
        yield Level.FINE, Message(N_("around all {n} tables"), {"n": len(tenants)})


def timelines(owner_url: str) -> Answers:
    """Whether the chain of every partnership holds, entry by entry."""
    if not owner_url:
        yield Level.NOTICE, Message(N_("not asked: needs DATABASE_OWNER_URL"))
        return
    entries = 0
    broken = False
    with database.owner(owner_url):
        for number, slug in list(Partnership.objects.order_by("slug").values_list("pk", "slug")):
            first = next(timeline.faults(number), None)
            if first is not None:
                broken = True
                words = N_("the timeline of {slug} is broken at entry {entry}")
                yield Level.FAULT, Message(words, {"slug": slug, "entry": first})
        entries = sum(ChainHead.objects.values_list("sequence", flat=True))
    if not broken:
        yield Level.FINE, Message(N_("whole, {n} entries"), {"n": entries})


def queue() -> Answers:
    """Whether someone works, nothing is late, and nothing was left by the dead."""
    ((alive,),) = _rows(
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
        SILENT_SECONDS,
    )
    ((waiting, late),) = _rows(
        "SELECT count(*), count(*) FILTER (WHERE coalesce(scheduled_at, begun.at) < now() - make_interval(mins => %s))"
        " FROM procrastinate_jobs j LEFT JOIN LATERAL (SELECT min(at) AS at FROM procrastinate_events e"
        " WHERE e.job_id = j.id) begun ON true WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()",
        LATE_MINUTES,
    )
    ((stalled,),) = _rows(
        "SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
        " WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))",
        SILENT_SECONDS,
    )
    ((failed,),) = _rows(
        "SELECT count(DISTINCT j.id) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
        " WHERE j.status = 'failed' AND e.at > now() - interval '1 day'"
    )
    if not alive:
        yield Level.FAULT, Message(N_("nobody works; start: lagesbild worker"))
    if late:
        yield Level.FAULT, Message(N_("{n} jobs have waited more than ten minutes"), {"n": late})
    if stalled:
        words = N_("{n} jobs were left by workers that are gone; a worker takes them over within a minute")
        yield Level.FAULT if alive else Level.NOTICE, Message(words, {"n": stalled})
    if failed:
        yield Level.NOTICE, Message(N_("{n} jobs failed since yesterday; see the log"), {"n": failed})
    if alive and not late and not stalled:
        yield Level.FINE, Message(N_("{alive} at work, {waiting} jobs wait"), {"alive": alive, "waiting": waiting})


def disk(folder: Path) -> Answers:
    """Whether there is room where the data lies."""
    room = shutil.disk_usage(folder)
    values = {"free": round(room.free / 1e9, 1), "share": round(100 * room.free / room.total), "folder": str(folder)}
    short = room.free < LEAST_BYTES or room.free < LEAST_SHARE * room.total
    words = N_("{free} GB ({share} %) free in {folder}")
    yield Level.FAULT if short else Level.FINE, Message(words, values)


def deployment(public: bool) -> Answers:
    """What Django's own check for deployment says."""
    said = [each for each in checks.run_checks(include_deployment_checks=True) if not each.is_silenced()]
    serious = [each for each in said if public or each.level >= checks.ERROR]
    for each in serious:
        yield Level.FAULT, Message("{id}: {said}", {"id": each.id or "", "said": each.msg.splitlines()[0]})
    if not public:
        yield Level.NOTICE, Message(N_("only this machine is served; set LAGESBILD_URL to serve others"))
    elif not serious:
        yield Level.FINE, Message(N_("safe to serve others"))


def mail(public: bool) -> Answers:
    """Whether letters reach anyone."""
    from django.conf import settings
    from django.core.mail import get_connection

    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield (
            Level.FAULT if public else Level.NOTICE,
            Message(N_("not set up: letters become files in {folder}"), {"folder": str(settings.EMAIL_FILE_PATH)}),
        )
        return
    post = get_connection(fail_silently=False)
    post.open()
    post.close()
    yield Level.FINE, Message(N_("{host} answers"), {"host": settings.EMAIL_HOST})


def uploads() -> Answers:
    """Whether what uploads are held against is there: trusted roots, and a scanner, where the operator names them."""
    from django.conf import settings

    try:
        roots = len(anchors())
    except InputError as error:
        yield Level.FAULT, error.message
    else:
        if roots:
            yield Level.FINE, Message(N_("{n} trusted roots for electronic signatures"), {"n": roots})
        else:
            yield Level.FINE, Message(N_("no trusted roots are named: nothing is said of certificates"))
    if not settings.SCANNER:
        yield Level.FINE, Message(N_("no virus scanner is named"))
        return
    try:
        scanning.scanned([b"lagesbild"])
    except InputError:
        yield Level.FAULT, Message(N_("the virus scanner does not answer; until it does, nothing can be uploaded"))
    else:
        yield Level.FINE, Message(N_("the virus scanner answers"))
