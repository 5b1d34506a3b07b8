"""What each kind of page costs in a filled demonstration, and a hundred phones that report at once.

    make demo                                        (fills demo-data; end it with Ctrl-C)
    python benchmarks/page_budgets.py demo-data      (the phones' reports stay in it: make demo-reset)
    python benchmarks/page_budgets.py                (a folder of its own, filled first and thrown away)

Budgets: a page 50 ms at the 95th percentile, 20 queries, 150 kB without map; the points of a map 100 ms; a hundred
phones at once without an error and with nothing lost, 300 ms at the 95th percentile. Queries are those that ask for
something; the statements that open and close the walls of the database are counted beside them. Sizes are what a
browser is sent: the page and every sheet and script that it links to, but for the map's own.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np

PAGE_SECONDS, POINTS_SECONDS, PAGE_QUERIES, PAGE_BYTES = 0.050, 0.100, 20, 150_000
PHONES, PHONE_SECONDS = 100, 0.300
TIMES, WARM = 30, 3
PUBLIC = "the public"
"""In the place of a role: whoever reads the public site, and signs in nowhere."""
WALLS = re.compile(r"SELECT set_config")
AROUND = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE")
LINKED = re.compile(r'<link rel="stylesheet"\s+href="([^"]+)"|<script src="([^"]+)"')
OF_THE_MAP = re.compile(r"/static/(map/|built/fieldmap\.)")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
HEADERS = {"HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip, br"}
ZOOMS = {10: 1.0, 13: 0.3, 16: 0.05}
"""Zooms of the map, and the share of the municipality's width that is seen at each."""

Row = Callable[[], Mapping[str, object]]


@dataclass(frozen=True)
class Town:
    """The municipality whose pages are measured."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True)
class Kind:
    """A kind of page, and who uses it."""

    name: str
    role: str
    row: Row = dict
    """What its address takes, found in the scope of whoever uses it."""
    query: Callable[[], str] = str
    seconds: float = PAGE_SECONDS


@dataclass(frozen=True)
class Cost:
    """What a page was measured to cost; times in seconds at the 95th percentile, if nothing else is said."""

    kind: Kind
    label: str
    queries: int
    walls: int
    median: float
    worst: float
    computing: float
    """Of this process alone: what other programs on the machine do is not in it, and what the database does is not."""
    size: int

    def missed(self) -> list[str]:
        """Budgets that are not met."""
        over = (self.worst > self.kind.seconds, self.queries > PAGE_QUERIES, self.size > PAGE_BYTES)
        return [name for name, is_over in zip(("time", "queries", "size"), over, strict=True) if is_over]


def main() -> int:
    """Measure; 1 when a budget is not met."""
    if len(sys.argv) > 1:
        return _measure(Path(sys.argv[1]))
    # not a temporary folder of ours alone: another account may run the database
    folder = Path(tempfile.gettempdir()) / f"lagesbild-budgets-{os.getpid()}"
    demo = [sys.executable, "-m", "lagesbild", "demo", "--folder", str(folder), "--no-serve"]
    subprocess.run(demo, check=True)
    try:
        return _measure(folder)
    finally:
        subprocess.run([*demo, "--reset"], check=True)


def _measure(folder: Path) -> int:
    os.environ["LAGESBILD_DEMO"] = "1"
    from lagesbild.cli.installation import installation

    with installation(folder) as found:
        import lagesbild.site.wsgi  # noqa: F401 - as it is served

        town, incidents = _largest(found.owner)
        print(f"{town.name}: {incidents} incidents. Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()}.")
        met = _told([_cost(town, kind) for kind in _kinds()])
        secrets = _sign_in_phones(town)
        with _served(folder) as port:
            met &= _all_at_once(town, port, secrets)
    return 0 if met else 1


def _largest(owner_url: str) -> tuple[Town, int]:
    from lagesbild.core.models import Partnership
    from lagesbild.core.scope import scope
    from lagesbild.core.system import worker
    from lagesbild.demo.fill.partnerships import known
    from lagesbild.incidents.models import Incident

    counted = []
    for slug, pk in known(owner_url).items():
        with scope(worker(pk).scope()):
            town = Town(pk, slug, Partnership.objects.get(pk=pk).name)
            counted.append((Incident.objects.count(), pk, town))
    incidents, _, town = max(counted)
    return town, incidents


def _kinds() -> list[Kind]:
    from lagesbild.agreements.models import Agreement
    from lagesbild.dialogues.models import Dialogue
    from lagesbild.evaluation.models import Evaluation
    from lagesbild.incidents.models import Category, Incident
    from lagesbild.indicators.models import Indicator, Series
    from lagesbild.meetings.models import Meeting, Task
    from lagesbild.organisation.models import Body, Function, Seat
    from lagesbild.places.models import AreaSet
    from lagesbild.plans.models import Measure, Plan
    from lagesbild.problems.models import Problem
    from lagesbild.promises.models import Promise
    from lagesbild.publishing.models import Publication

    meeting = _latest(Meeting, state=Meeting.State.APPROVED)
    searched = Kind("incidents:list", "analyst", query=lambda: "?q=park&sida=2")
    return [
        *(Kind("home", role) for role in ("reporter", "member", "coordinator", "leader", "administrator")),
        *(Kind(f"incidents:{name}", "reporter") for name in ("report", "mine")),
        Kind("places:search", "reporter", query=lambda: "?q=stor"),
        *(Kind(f"incidents:{name}", "coordinator") for name in ("list", "map", "to_sort", "imports", "categories")),
        searched,
        *(Kind("incidents:points", "coordinator", query=_part(zoom), seconds=POINTS_SECONDS) for zoom in ZOOMS),
        Kind("incidents:detail", "coordinator", _latest(Incident)),
        Kind("incidents:category", "administrator", _latest(Category)),
        Kind("picture:list", "coordinator"),
        *(Kind("picture:edition", role, _week()) for role in ("coordinator", "member")),
        Kind("picture:behind", "analyst", _week(number=1, what="alla")),
        *(Kind(f"meetings:{name}", "coordinator") for name in ("list", "plan", "tasks")),
        Kind("meetings:detail", "coordinator", meeting),
        Kind("meetings:mode", "coordinator", _latest(Meeting, state=Meeting.State.HELD)),
        Kind("meetings:minutes", "registrator", meeting),
        Kind("meetings:task", "coordinator", _latest(Task)),
        Kind("organisation:list", "coordinator"),
        Kind("organisation:body", "coordinator", _latest(Body)),
        Kind("organisation:seat", "coordinator", _latest(Seat)),
        Kind("organisation:function", "coordinator", _latest(Function)),
        Kind("organisation:settings", "administrator"),
        Kind("problems:list", "coordinator"),
        Kind("problems:detail", "coordinator", _richest(Problem, "evidence", "causes", "measures")),
        *(Kind(f"plans:{name}", "coordinator") for name in ("list", "measures", "mine", "catalogue")),
        Kind("plans:detail", "coordinator", _richest(Plan, "measures", "editions")),
        Kind("plans:measure", "coordinator", _richest(Measure, "doses", "progress")),
        Kind("promises:list", "coordinator"),
        Kind("promises:detail", "coordinator", _richest(Promise, "promised", "follow_ups", "milestones")),
        Kind("evaluation:detail", "analyst", _latest(Evaluation)),
        *(Kind(f"{room}:list", "coordinator") for room in ("agreements", "dialogues", "publishing", "indicators")),
        Kind("agreements:detail", "coordinator", _richest(Agreement, "commitments", "reviews")),
        Kind("dialogues:detail", "coordinator", _richest(Dialogue, "answers", "notes")),
        Kind("publishing:detail", "coordinator", _latest(Publication, kind="promise")),
        Kind("indicators:detail", "coordinator", _richest(Indicator, "series")),
        Kind("indicators:compare", "coordinator", _richest(Indicator, "series")),
        Kind("indicators:series", "coordinator", _latest(Series)),
        *(Kind(f"portal:{name}", PUBLIC) for name in ("start", "promises", "pictures", "news_list", "agreements")),
        *(Kind(f"portal:{kind}", PUBLIC, _published(kind)) for kind in ("promise", "picture", "news", "agreement")),
        Kind("places:index", "administrator"),
        Kind("places:areas", "administrator", _latest(AreaSet)),
        Kind("people:list", "administrator"),
        Kind("people:timeline", "auditor"),
        Kind("people:access", "protection_officer"),
        Kind("accounts:me", "coordinator"),
    ]


class _Nothing(Exception):
    """There is no row for a page of this kind."""


def _latest(model: Any, **conditions: object) -> Row:
    """The latest row that whoever uses the page may see."""

    def find() -> Mapping[str, object]:
        row = model.objects.filter(**conditions).order_by("-pk").first()
        if row is None:
            raise _Nothing
        return {"pk": row.pk}

    return find


def _richest(model: Any, *parts: str) -> Row:
    """The row with most of what belongs to it, of those that whoever uses the page may see."""

    def find() -> Mapping[str, object]:
        from django.db.models import Count

        counted = {part: Counter[int](dict(model.objects.values_list("pk").annotate(Count(part)))) for part in parts}
        every = sum(counted.values(), Counter[int]())
        if not every:
            return _latest(model)()
        return {"pk": min(every, key=lambda pk: (-every[pk], -pk))}

    return find


def _published(kind: str) -> Row:
    """The latest that is published of a kind."""

    def find() -> Mapping[str, object]:
        from lagesbild.publishing.models import Publication

        row = Publication.objects.light().published().of_kind(kind).latest_first().first()
        if row is None:
            raise _Nothing
        return {"ref": row.slug}

    return find


def _week(**more: object) -> Row:
    """The latest week whose picture whoever uses the page may see."""

    def find() -> Mapping[str, object]:
        from lagesbild.picture.models import Edition

        row = Edition.objects.light().weekly().latest_first().first()
        if row is None:
            raise _Nothing
        return {"period": row.code, **more}

    return find


def _part(zoom: int) -> Callable[[], str]:
    """The part of a map that is asked for at a zoom: the middle of where something happened."""

    def find() -> str:
        from django.db.models import Max, Min

        from lagesbild.incidents.models import Incident

        ends = Incident.objects.aggregate(west=Min("lon"), south=Min("lat"), east=Max("lon"), north=Max("lat"))
        x, y = (ends["west"] + ends["east"]) / 2, (ends["south"] + ends["north"]) / 2
        share = ZOOMS[zoom] / 2
        wide, high = (ends["east"] - ends["west"]) * share, (ends["north"] - ends["south"]) * share
        return f"?bbox={x - wide:.6f},{y - high:.6f},{x + wide:.6f},{y + high:.6f}&zoom={zoom}"

    return find


def _cost(town: Town, kind: Kind) -> Cost | str:
    """Open a page again and again; its label where there is nothing to open."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from lagesbild.core.scope import scope

    person, seen = _who(town, kind.role)
    try:
        with scope(seen):
            row, query = kind.row(), kind.query()
    except _Nothing:
        return kind.name
    slug = {} if kind.name.startswith("accounts:") else {"slug": town.slug}
    address = reverse(kind.name, kwargs={**slug, **row}) + query
    client = Client()
    if person is not None:
        client.force_login(person, backend="lagesbild.accounts.signed_in.Backend")
        _say_how_signed_in(client, person)

    def ask() -> Any:
        answer = client.get(address, **HEADERS)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        return answer

    for _ in range(WARM):
        answer = ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    said = [one["sql"] for one in captured.captured_queries if not AROUND.match(one["sql"])]
    walls = sum(1 for one in said if WALLS.match(one))
    took, computed = [], []
    for _ in range(TIMES):
        began, computing = time.perf_counter(), time.process_time()
        ask()
        took.append(time.perf_counter() - began)
        computed.append(time.process_time() - computing)
    return Cost(
        kind=kind,
        label=kind.name + (f" {re.sub(r'bbox=[^&]*&', '', query)}" if query else ""),
        queries=len(said) - walls,
        walls=walls,
        median=float(np.median(took)),
        worst=float(np.percentile(took, 95)),
        computing=float(np.percentile(computed, 95)),
        size=_size(client, answer),
    )


def _who(town: Town, role: str) -> tuple[Any, Any]:
    """Someone who has the role, or nobody for the public; and what is open to them."""
    from lagesbild.accounts.access import actor_of
    from lagesbild.accounts.models import Membership
    from lagesbild.core.scope import scope
    from lagesbild.core.system import worker
    from lagesbild.core.web.public import partnership_at, visitor

    if role == PUBLIC:
        return None, visitor(*partnership_at(town.slug)).scope()
    with scope(worker(town.pk).scope()):
        person = Membership.objects.filter(role=role).select_related("person").order_by("pk")[0].person
    return person, actor_of(person.pk, town.slug).scope()


def _say_how_signed_in(client: Any, person: Any) -> None:
    """With a second factor, as those who decide are."""
    from allauth.account.internal.flows.login import record_authentication
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "mfa")
    request.session.save()


def _size(client: Any, answer: Any) -> int:
    """Bytes that are sent for a page and what it links to."""
    import gzip

    zipped = answer.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(answer.content) if zipped else answer.content).decode()
    linked = {sheet or script for sheet, script in LINKED.findall(text)}
    if "text/html" in answer["Content-Type"] and not linked:
        raise SystemExit("a page links to no sheet: its size cannot be told")
    return len(answer.content) + sum(_sent(client, one) for one in linked if not OF_THE_MAP.search(one))


def _sent(client: Any, address: str) -> int:
    answer = client.get(address.replace("&amp;", "&"), **HEADERS)
    return len(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def _told(costs: list[Cost | str]) -> bool:
    """Print the table; whether every budget is met."""
    print(f"\n{'page':34}{'role':19}{'queries':>8}{'walls':>6}{'median':>9}{'p95':>9}{'own p95':>9}{'kB':>7}")
    for cost in costs:
        if isinstance(cost, str):
            print(f"{cost:34}(the demonstration has no row for it)")
            continue
        times = "".join(f"{1000 * one:>7.0f}ms" for one in (cost.median, cost.worst, cost.computing))
        end = ", ".join(cost.missed())
        print(
            f"{cost.label:34}{cost.kind.role:19}{cost.queries:>8}{cost.walls:>6}{times}{cost.size / 1000:>7.1f}"
            f"  {f'NOT MET: {end}' if end else 'met'}"
        )
    return not any(isinstance(cost, Cost) and cost.missed() for cost in costs)


def _sign_in_phones(town: Town) -> list[str]:
    """Sign phones in for reporting; the secret that each keeps."""
    from lagesbild.accounts import devices
    from lagesbild.accounts.access import actor_of
    from lagesbild.accounts.models import Membership
    from lagesbild.core.scope import scope
    from lagesbild.core.system import worker

    with scope(worker(town.pk).scope()):
        rows = list(Membership.objects.filter(role="reporter").order_by("pk"))
        administrator = Membership.objects.filter(role="administrator").order_by("pk")[0]
    actor = actor_of(administrator.person_id, town.slug)
    secrets = []
    for i in range(PHONES):
        row = rows[i % len(rows)]
        _, offered = devices.offer(actor=actor, person=row.person_id, party=row.party_id)
        _, kept = devices.claim(token=offered, name=f"Telefon {i}")
        secrets.append(str(kept))
    return secrets


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    """`lagesbild serve` on this machine alone, until the block ends."""
    command = [sys.executable, "-m", "lagesbild", "serve", "--data", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = next(line for line in server.stdout if "http://127.0.0.1:" in line)
            yield int(re.findall(r"127\.0\.0\.1:(\d+)", line)[0])
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def _which(answers: list[tuple[int, float]]) -> str:
    wrong = sorted({status for status, _ in answers} - {302})
    return f" ({', '.join(map(str, wrong))})" if wrong else ""


def _cookies(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _all_at_once(town: Town, port: int, secrets: list[str]) -> bool:
    """Let every phone report in the same moment; whether all was well and within the budget."""
    from lagesbild.core.scope import scope
    from lagesbild.core.system import worker
    from lagesbild.incidents.models import Category, Incident

    mark = f"Mätning {os.getpid()}"
    with scope(worker(town.pk).scope()):
        category = Category.objects.filter(active=True).order_by("pk")[0].pk
        before = Incident.objects.count()
    address = f"/s/{town.slug}/rapportera/"
    start = threading.Barrier(len(secrets))
    answers: list[tuple[int, float]] = [(0, 0.0)] * len(secrets)

    def report(i: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        cookies = {f"enhet-{town.pk}": secrets[i]}
        connection.request("GET", address, headers={"Cookie": _cookies(cookies)})
        form = connection.getresponse()
        given = dict(HIDDEN.findall(form.read().decode()))
        for said in form.headers.get_all("Set-Cookie") or ():
            name, value = said.split(";", 1)[0].split("=", 1)
            cookies[name] = value
        told = {**given, "category": category, "when": "now", "place": "Torget", "text": f"{mark}: {i}"}
        head = {
            "Cookie": _cookies(cookies),
            "Origin": f"http://127.0.0.1:{port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        start.wait()
        began = time.perf_counter()
        try:
            connection.request("POST", address, urlencode(told), head)
            answer = connection.getresponse()
            answer.read()
            answers[i] = answer.status, time.perf_counter() - began
        except (OSError, http.client.HTTPException):
            # no answer counts as an error, below
            answers[i] = 0, time.perf_counter() - began
        finally:
            connection.close()

    threads = [threading.Thread(target=report, args=(i,)) for i in range(len(secrets))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scope(worker(town.pk).scope()):
        kept = Incident.objects.filter(text__startswith=mark).count()
        grown = Incident.objects.count() - before
    errors = sum(status != 302 for status, _ in answers)
    times = np.array([took for _, took in answers])
    met = errors == 0 and kept == grown == len(secrets) and float(np.percentile(times, 95)) <= PHONE_SECONDS
    print(
        f"\n{len(secrets)} phones at once: {errors} errors{_which(answers)}, {kept} of {len(secrets)} reports kept, "
        f"median {1000 * np.median(times):.0f} ms, p95 {1000 * np.percentile(times, 95):.0f} ms of "
        f"{1000 * PHONE_SECONDS:.0f} ms, all within {1000 * times.max():.0f} ms  {'met' if met else 'NOT MET'}"
    )
    return met


if __name__ == "__main__":
    sys.exit(main())
