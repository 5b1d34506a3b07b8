"""A decided picture of a week as the public reads it.

It is reckoned anew from those of its incidents that the whole partnership shares, so that no figure, and no expected
interval, holds anything that a party keeps to itself. Counts below five are hidden (`counts`), and places are squares
of 250 metres with at least five reports, their number said as a class.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from lagesbild.core.actions import Actor
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError, NothingLeft
from lagesbild.i18n import N_, Message, Translator, translator
from lagesbild.picture import basis
from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.compose.squares import squares
from lagesbild.picture.model import CountRow, Deviation, Ground, Interval, Period, Picture, Unit, Verdict
from lagesbild.picture.models import Basis, Edition, Finding
from lagesbild.picture.surroundings import ground
from lagesbild.picture.wording import counts as counted
from lagesbild.picture.wording import dates
from lagesbild.places.coordinates import metres
from lagesbild.publishing.counts import LEAST, Table, alone, masked
from lagesbild.publishing.drawn import draw
from lagesbild.publishing.models import Publication
from lagesbild.publishing.public import Kind, Map, PublicPicture, Square, Statement, Words, read_as
from lagesbild.sources.records import Labels, Placement, Reading, Records

SIDE = 250
WEEKS_OF_MAP = 13
CLASSES = ((5, 9), (10, 14), (15, 24), (25, None))
"""Lowest and highest number of a square's class; two classes differ by no small number."""
NEAR = 2_000.0
"""Metres within which a name on the map says where a square lies."""
DECIDED, SUPERSEDED = Edition.State.DECIDED, Edition.State.SUPERSEDED
LIMITS = (
    Message(
        N_(
            "The picture shows what has been reported, not what has happened. More reports can mean that more happens, "
            "or that more is reported."
        )
    ),
    Message(N_("Reports that come in later are not counted here.")),
    Message(N_("What a party of the partnership keeps to itself, and what is secret, is not counted here.")),
    Message(N_("Counts below five are hidden, so that nobody can be recognised. Nought is hidden in the same way.")),
    Message(N_("The picture is about places and situations. It says nothing of who did anything.")),
)


def slug_of(edition: Edition) -> str:
    """The same for every edition of a period."""
    return edition.code


def build(actor: Actor, pk: int) -> PublicPicture:
    """The public picture of a decided edition, seen beside what has been published of the week before.

    Raises
    ------
    InputError
        It is not decided, what it was made from has been disposed of, or nothing in it is shared.

    """
    row = Edition.objects.light().get(pk=pk)
    if row.state != DECIDED or row.decided is None:
        raise InputError(Message(N_("Only a decided picture is published. Decide it first.")))
    read, told = _basis(actor, row)
    dismissed = _dismissed(row)
    picture = _shared_picture(row, read)
    names = read.records.category.names
    earlier = _earlier(row)
    table = masked(_by_kind(picture, names), [_table(one) for one in earlier])
    rows = {one.name: one for one in picture.categories}
    kinds = tuple(_kind(name, table, rows.get(name)) for name in sorted(table.cells, key=_order(table)))
    label = Words.of(row.called)
    found = tuple(_statements(picture.deviations, table, dismissed))
    return PublicPicture(
        title=label.sv,
        summary="",
        heading=label,
        start=row.start,
        end=row.end,
        edition=row.number,
        decided=timezone.localdate(row.decided),
        lead=tuple(_lead(len(found), table, tested=picture.tests.tested > 0)),
        kinds=kinds,
        total=table.total,
        at_least=table.at_least,
        found=found,
        map=_map(read.records, row.end, [one.map.unplaced.value for one in earlier]),
        coverage=tuple(Words.of(one) for one in _coverage(picture, *told)),
        limits=tuple(Words.of(one) for one in LIMITS),
    )


def _basis(actor: Actor, row: Edition) -> tuple[Reading, tuple[int, int]]:
    """What everyone in the partnership shares of what the edition was made from; units heard, and silent ones."""
    # what an edition was made from is for the system alone to read: every party's rows are in it
    with scope(worker(actor.partnership).scope()):
        kept = Basis.objects.filter(edition=row).first()
        figures = Edition.objects.values_list("figures", flat=True).get(pk=row.pk)
    if kept is None:
        raise InputError(Message(N_("What this picture was made from has been disposed of. It cannot be published.")))
    read = basis.unpacked(bytes(kept.columns), kept.names)
    heard = [one["heard"][-1] for one in figures.get("reported", {}).get("rows", ())]
    records = read.records.take(read.records.shared & ~read.records.summary)
    n = len(records)
    # names of places and areas are not needed, and so cannot come out
    records = dataclasses.replace(records, place=Labels.empty(n), area=Labels.empty(n))
    told = sum(one in ("reported", "nothing") for one in heard), sum(one == "silent" for one in heard)
    return dataclasses.replace(read, records=records), told


def _shared_picture(row: Edition, read: Reading) -> Picture:
    try:
        return compose(
            read,
            period=PeriodChoice(period=Period(row.start, row.end, Unit.WEEK)),
            name=row.parameters["name"],
            made=dt.date.fromisoformat(row.parameters["made"]),
            seed=row.seed,
            demo=row.parameters["demo"],
            # the public reads of neither: a series shows when somebody was where
            patterns=False,
        )
    except NothingLeft as error:
        raise InputError(
            Message(N_("Nothing in this picture is shared by the whole partnership, so there is nothing to publish."))
        ) from error


def _dismissed(row: Edition) -> dict[str, str]:
    """Reason by name of kind, of deviations that people have dismissed."""
    found = Finding.objects.filter(edition=row, kind="deviation", state=Finding.State.DISMISSED)
    return {
        one.key.removeprefix("deviation:category::"): str(one.get_reason_display())
        for one in found
        if one.key.startswith("deviation:category::")
    }


def _earlier(row: Edition) -> list[PublicPicture]:
    """What has been published of the week, also what was taken back: whoever read it may have kept it."""
    kept = Publication.objects.filter(kind="picture", slug=slug_of(row)).values_list("content", flat=True)
    return [read_as(PublicPicture, content) for content in kept]


def _table(said: PublicPicture) -> Table:
    return Table({one.name: one.count for one in said.kinds}, said.total, said.at_least)


def _by_kind(picture: Picture, names: Iterable[str]) -> dict[str, int]:
    """Reports of the week by kind, nought where there were none: a list that tells nothing by what it leaves out."""
    found = dict.fromkeys(names, 0)
    for row in picture.categories:
        found[row.name] = row.count
    return found


def _order(table: Table) -> Callable[[str], tuple[int, str]]:
    """The largest first; those that are hidden last, in an order that tells nothing."""
    return lambda name: (-(table.cells[name].value or 0), name.casefold())


def _kind(name: str, table: Table, row: CountRow | None) -> Kind:
    count = table.cells[name]
    found = row.verdict if row is not None else Verdict.FEW
    expected = row.expected if row is not None and counted.comparable_row(row) else None
    if count.value is None and not _tells_nothing(found, expected):
        found, expected = Verdict.FEW, None
    words = Words(*(counted.verdict(_t(language), found) for language in ("sv", "en")))
    low, high = (None, None) if expected is None else (expected.low, expected.high)
    return Kind(name, count, low, high, words)


def _tells_nothing(found: Verdict, expected: Interval | None) -> bool:
    """Whether "fewer than expected" may stand beside a hidden count: where the expected begins above every such."""
    return found == Verdict.BELOW and expected is not None and expected.low >= LEAST


def _lead(n: int, table: Table, *, tested: bool) -> Iterable[Words]:
    """In short: how many kinds are told to deviate, and how many reports there were."""
    hidden = sum(cell.value is None for cell in table.cells.values())
    if n:
        yield Words.of(
            Message(
                N_("One kind of report deviates from what was expected."),
                {"n": n},
                N_("{n} kinds of reports deviate from what was expected."),
                n,
            )
        )
    elif table.total is None and not table.at_least:
        yield Words.of(
            Message(N_("So few reports came in that no number is shown, and nothing is said of what deviates."))
        )
        return
    elif tested and hidden:
        # one that is hidden may deviate, and that it does would tell that there were some
        yield Words.of(Message(N_("Of the kinds that are shown none deviates more than chance can explain.")))
    elif tested:
        yield Words.of(Message(N_("Nothing deviates from what was expected more than chance can explain.")))
    else:
        yield Words.of(Message(N_("There is too little to compare with yet, so nothing is called more or fewer.")))
    if table.total is not None:
        total = table.total
        yield Words.of(Message(N_("{n} report came in."), {"n": total}, N_("{n} reports came in."), total))
    elif table.at_least:
        yield Words.of(
            Message(
                N_("At least {n} reports came in; the number of one kind is not shown."),
                {"n": table.at_least, "hidden": hidden},
                N_("At least {n} reports came in; the numbers of {hidden} kinds are not shown."),
                hidden,
            )
        )
    else:
        yield Words.of(Message(N_("So few reports came in that no number is shown.")))


def _statements(found: Sequence[Deviation], table: Table, dismissed: dict[str, str]) -> Iterable[Statement]:
    for one in found:
        row = one.row
        if one.kind != "category" or row.name not in table.cells or row.expected is None:
            continue
        count = table.cells[row.name].value
        if count is None and not _tells_nothing(row.verdict, row.expected):
            continue
        more = row.verdict == Verdict.ABOVE
        what = N_("More reports of {kind} than expected.") if more else N_("Fewer reports of {kind} than expected.")
        yield Statement(
            Words.of(Message(what, {"kind": _small(row.name)})),
            Words(*(_figures(_t(language), count, row, one, dismissed) for language in ("sv", "en"))),
        )


def _figures(t: Translator, count: int | None, row: CountRow, one: Deviation, dismissed: dict[str, str]) -> str:
    assert row.expected is not None
    said = t.gettext("Fewer than five.") if count is None else t.ngettext("{n} report.", "{n} reports.", count)
    said = said.format(n=t.value(count)) if count is not None else said
    span = t.gettext("Expected {span}.").format(span=counted.span(t, row.expected))
    parts = [said.replace(" ", dates.NBSP), span.replace(" ", dates.NBSP)]
    if one.doubt is not None:
        parts.append(t.gettext("It may be a change in what is reported."))
    if row.name in dismissed:
        parts.append(t.gettext("The partnership thinks: {reason}.").format(reason=t.gettext(dismissed[row.name])))
    return " ".join(parts)


def _coverage(picture: Picture, heard: int, silent: int) -> Iterable[Message]:
    if silent:
        yield Message(
            N_(
                "One unit that usually reports was silent; {heard} were heard. Where somebody is silent, fewer reports "
                "need not mean that less happens."
            ),
            {"silent": silent, "heard": heard},
            N_(
                "{silent} units that usually report were silent; {heard} were heard. Where somebody is silent, fewer "
                "reports need not mean that less happens."
            ),
            silent,
        )
    elif heard:
        yield Message(N_("Everyone that usually reports was heard."))
    since = picture.coverage.comparable_from
    if since is not None and picture.coverage.changed_before:
        yield Message(N_("What is reported changed {day}. Nothing before that day is compared with."), {"day": since})


def _map(records: Records, end: dt.date, said: Sequence[int | None]) -> Map:
    start = end - dt.timedelta(weeks=WEEKS_OF_MAP)
    days = records.start.astype("datetime64[D]")
    within = (days >= np.datetime64(start)) & (days < np.datetime64(end))
    point = within & np.equal(records.placement, Placement.POINT) & np.isfinite(records.lon)
    below = ground()
    found: tuple[Square, ...] = ()
    hidden = 0
    if point.any():
        plane = metres(records.lon[point], records.lat[point])
        column, row = (np.floor(axis / SIDE).astype(np.int64) for axis in (plane.x, plane.y))
        cells, n = np.unique(np.stack([column, row], axis=1), axis=0, return_counts=True)
        shown = n >= LEAST
        hidden = int((~shown).sum())
        outlines = squares(cells[shown, 0], cells[shown, 1], SIDE, plane.crs) if shown.any() else []
        made = [_square(int(count), rings[0], below) for count, rings in zip(n[shown], outlines, strict=True)]
        # in an order that tells no more than the classes do
        found = tuple(sorted(made, key=lambda one: (-one.low, one.outline)))
    return Map(
        start=start,
        end=end,
        metres=SIDE,
        squares=found,
        hidden=hidden,
        unplaced=alone(int((within & ~point).sum()), said),
        svg=draw(found, below),
    )


def _square(count: int, outline: tuple[tuple[float, float], ...], below: Sequence[Ground]) -> Square:
    low, high = next((low, high) for low, high in CLASSES if count >= low and (high is None or count <= high))
    lon, lat = (float(np.mean([point[axis] for point in outline[:4]])) for axis in (0, 1))
    near = _nearest(lon, lat, below)
    words = (
        Words.of(Message(N_("Near {name}"), {"name": near}))
        if near
        else Words.of(Message(N_("Around {lat}, {lon}"), {"lat": f"{lat:.3f}", "lon": f"{lon:.3f}"}))
    )
    return Square(low, high, words, outline)


def _nearest(lon: float, lat: float, below: Sequence[Ground]) -> str:
    """The name on the map that lies nearest, "" where none is near."""
    names = [one for one in below if one.kind == "label" and one.name and one.lines and one.lines[0]]
    if not names:
        return ""
    at = np.array([one.lines[0][0] for one in names], np.float64)
    away = _away(at, lon, lat)
    i = int(np.argmin(away))
    return names[i].name if away[i] <= NEAR else ""


def _away(points: NDArray[np.float64], lon: float, lat: float) -> NDArray[np.float64]:
    """Metres from a position, near enough for choosing among names."""
    across = (points[:, 0] - lon) * 111_320.0 * np.cos(np.radians(lat))
    up = (points[:, 1] - lat) * 111_320.0
    return np.asarray(np.hypot(across, up), np.float64)


def _small(name: str) -> str:
    """A kind inside a sentence."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _t(language: str) -> Translator:
    return translator("en" if language == "en" else "sv")
