"""The weekly picture in the application: how long the worker takes to make it, and how long its page takes.

Ten thousand and a million invented incidents in a database of its own. Budgets: composing at most 1 s and 5 s; the page
at most 50 ms at the 95th percentile, 20 queries, and 150 kB transferred without the map. Budgets are judged by the wall
clock; the processor's time of this process and the load of the machine stand beside, because on a machine with other
work to do the wall clock measures that work too. Sizes may be given: `python benchmarks/weekly_picture.py 10000`.
"""

from __future__ import annotations

import datetime as dt
import gzip
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

ZONE = ZoneInfo("Europe/Stockholm")
MONDAY = dt.date(2026, 3, 16)
YEARS = 4
SIZES = {10_000: 1.0, 1_000_000: 5.0}
PAGE_SECONDS, PAGE_QUERIES, PAGE_BYTES = 0.050, 20, 150_000
TIMES = 100
WEST, SOUTH, WIDE, HIGH = 19.40, 61.80, 0.12, 0.06
CATEGORIES = (
    "Störning",
    "Klotter",
    "Skadegörelse",
    "Nedskräpning",
    "Störande körning",
    "Cykelstöld",
    "Brand",
    "Samling",
)
UNITS = ("Fältgruppen", "Parkenheten", "Gatuenheten", "Ordningsvakterna", "Kvarnskolan", "Björkskolan", "")


def main() -> int:
    """Measure both sizes; 1 when a budget is not met."""
    os.environ.setdefault("LAGESBILD_SECRET_KEY", "only for this benchmark, and long enough to sign sessions with")
    os.environ["DJANGO_SETTINGS_MODULE"] = "lagesbild.site.settings"
    import django

    django.setup()
    from lagesbild.core.postgres import Cluster

    given = [int(one) for one in sys.argv[1:]]
    asked = {rows: seconds for rows, seconds in SIZES.items() if not given or rows in given}
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    met = True
    # not a temporary folder of ours alone: another account may run the database
    folder = Path(tempfile.gettempdir()) / f"lagesbild-benchmark-{os.getpid()}"
    cluster = Cluster(folder)
    cluster.start()
    try:
        for rows, seconds in asked.items():
            met &= _measure(cluster, rows, seconds)
    finally:
        cluster.stop()
        shutil.rmtree(folder)
    return 0 if met else 1


def _measure(cluster: Any, rows: int, seconds: float) -> bool:
    from django.db import connection

    from lagesbild.core.system import worker
    from lagesbild.incidents.records import reading
    from lagesbild.picture import making, periods
    from lagesbild.picture.model import Unit

    partnership = _town(cluster, rows)
    actor = worker(partnership)
    print(f"{rows:,} incidents".replace(",", " "))
    with _timed("read out of the database"):
        reading(actor.scope())
    took: list[tuple[float, float]] = []
    for _ in range(3):
        began = _now()
        making.compose_period(actor, periods.of(Unit.WEEK, MONDAY))
        took.append(_since(began))
    met = _said("read and composed (best of three)", *min(took), seconds)
    with _timed("the whole edition: read, composed, drawn, two documents, written"):
        making.make_edition(actor=actor, start=MONDAY)
    met &= _page(partnership)
    connection.close()
    return met


def _page(partnership: int) -> bool:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from lagesbild.accounts.models import Membership, Person
    from lagesbild.core.models import Party
    from lagesbild.core.scope import Scope, scope

    person = Person.objects.create_user("anna@exempel.se", "Anna Exempel")
    with scope(Scope(read=(partnership,), write=partnership)):
        Membership.objects.create(
            partnership_id=partnership, party=Party.objects.order_by("pk")[0], person=person, role="analyst"
        )
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="lagesbild.accounts.signed_in.Backend")
    address = "/s/alfa/lagesbild/2026-v12/"
    answer = client.get(address)
    if answer.status_code != 200:
        sys.exit(f"{address} answered {answer.status_code}: nothing was measured")
    text = answer.content.decode()
    without_map = re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    own = [
        one
        for one in queries.captured_queries
        if not re.match(r"BEGIN|COMMIT|.*SAVEPOINT|SELECT (set_|curr)", one["sql"])
    ]
    took = []
    for _ in range(TIMES):
        began = _now()
        client.get(address)
        took.append(_since(began))
    wall, own_time = np.percentile(took, 95, axis=0)
    met = _said("the page, 95th percentile", float(wall), float(own_time), PAGE_SECONDS)
    met &= _counted("queries of the page", len(own), PAGE_QUERIES)
    return met & _counted(
        "bytes of the page, compressed, without map", len(gzip.compress(without_map.encode())), PAGE_BYTES
    )


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(began: tuple[float, float]) -> tuple[float, float]:
    return time.perf_counter() - began[0], time.process_time() - began[1]


def _said(what: str, wall: float, own: float, budget: float) -> bool:
    print(f"  {what}: {wall:.3f} s (processor {own:.3f} s) of {budget:.3f} s{'' if wall <= budget else '  NOT MET'}")
    return wall <= budget


def _counted(what: str, n: int, budget: int) -> bool:
    print(f"  {what}: {n:,} of {budget:,}{'' if n <= budget else '  NOT MET'}".replace(",", " "))
    return n <= budget


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = _now()
    yield
    wall, own = _since(began)
    print(f"  {what}: {wall:.2f} s (processor {own:.2f} s)")


def _town(cluster: Any, rows: int) -> int:
    """A database of its own with a partnership and its incidents; the partnership's number."""
    import dj_database_url
    import psycopg
    from django.db import connection

    from lagesbild.core import partnerships
    from lagesbild.core.database import initialise
    from lagesbild.core.models import Audience, Party
    from lagesbild.core.scope import Scope, scope
    from lagesbild.incidents.models import Category

    name = f"bench{rows}"
    with psycopg.connect(cluster.url(), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = 'bench_owner'").fetchone():
            server.execute("CREATE ROLE bench_owner LOGIN CREATEROLE PASSWORD 'bench'")
        server.execute(f"CREATE DATABASE {name} OWNER bench_owner")
    owner_url = cluster.url(name, "bench_owner", "bench")
    app_url = cluster.url(name, "bench_app", "bench")
    initialise(owner_url, app_url)
    connection.close()
    connection.settings_dict.update(dj_database_url.parse(app_url))
    partnership = partnerships.create(
        owner_url=owner_url,
        slug="alfa",
        name="Alfa",
        invented=True,
        parties=[("Kommunen", "municipality"), ("Polisen", "police")],
    )
    with scope(Scope(read=(partnership,), write=partnership)):
        party = Party.objects.order_by("pk")[0].pk
        audience = Audience.objects.get(kind=Audience.PARTNERSHIP).pk
        categories = [Category.objects.get_or_create(partnership_id=partnership, name=one)[0].pk for one in CATEGORIES]
    _fill(owner_url, partnership=partnership, party=party, audience=audience, categories=categories, rows=rows)
    return partnership


def _fill(owner_url: str, *, partnership: int, party: int, audience: int, categories: list[int], rows: int) -> None:
    import psycopg

    from lagesbild.incidents import grid
    from lagesbild.incidents.models import Incident

    rng = np.random.default_rng(7)
    plain = Incident(
        partnership_id=partnership, party_id=party, audience_id=audience, state="sorted", precision=3, placement=0
    )
    columns = [one for one in Incident._meta.concrete_fields if not one.primary_key and one.name != "received"]
    end = dt.datetime.combine(MONDAY + dt.timedelta(weeks=1), dt.time(), ZONE)
    first = end.astimezone(dt.UTC) - dt.timedelta(weeks=52 * YEARS)
    minutes = rng.integers(0, 52 * YEARS * 7 * 1440, rows).tolist()
    spots = rng.random((rows // 20, 2))
    spot = rng.integers(0, len(spots), rows).tolist()
    category, unit = rng.integers(0, len(categories), rows).tolist(), rng.integers(0, len(UNITS), rows).tolist()
    with psycopg.connect(owner_url) as server, server.cursor() as cursor:
        names = ", ".join(f'"{one.column}"' for one in columns)
        with cursor.copy(f"COPY incidents_incident ({names}) FROM STDIN") as copy:
            for i in range(rows):
                start = first + dt.timedelta(minutes=minutes[i])
                lon, lat = WEST + WIDE * float(spots[spot[i], 0]), SOUTH + HIGH * float(spots[spot[i], 1])
                plain.start, plain.end = start, start + dt.timedelta(minutes=1)
                plain.category_id, plain.unit = categories[category[i]], UNITS[unit[i]]
                plain.lon, plain.lat, plain.cell = lon, lat, grid.cell(lon, lat)
                plain.place = f"Plats {spot[i]}"
                copy.write_row([getattr(plain, one.attname) for one in columns])
        cursor.execute("ANALYZE incidents_incident")


if __name__ == "__main__":
    sys.exit(main())
