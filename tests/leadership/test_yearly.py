"""The report of a year: conformant by an independent checker, as of its day, with counts and what they are of."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import docx
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from outloud import check

from lagesbild.accounts.models import Role
from lagesbild.compliance.rules.calendar import Period
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.evaluation import actions as evaluations
from lagesbild.leadership import yearly
from lagesbild.plans import actions as plans
from lagesbild.plans.models import Measure
from lagesbild.promises import actions as promises
from lagesbild.promises.actions import Position, Within
from tests.compliance.desk import DAY, TODAY, Desk
from tests.plans.desk import furnish
from tests.promises.vow import PLACE, Vow, incidents, made
from tests.publishing.test_effects import PERIOD, kept

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = TODAY.year
SPAN = Period(TODAY - 30 * DAY, TODAY)


@pytest.fixture
def vow(desk: Desk) -> Vow:
    """A promise with its plan, in a partnership whose agreement is checked."""
    furnished = furnish(desk.house)
    desk.body = furnished.body
    desk.rule()
    desk.met(TODAY - 3 * DAY)
    return made(furnished)


def address(how: str, year: int = YEAR, day: str = "") -> str:
    found = reverse(f"leadership:year_{how}", kwargs={"slug": "alfa", "year": year})
    return f"{found}?dag={day}" if day else found


def carl(desk: Desk | Vow) -> Client:
    """The coordinator's browser."""
    assert desk.house.carl
    return desk.house.client("Carl")


def printed(desk: Desk, path: Path, **asked: object) -> str:
    path.write_bytes(carl(desk).get(address("pdf", **asked)).content)  # type: ignore[arg-type]
    result = check(str(path))
    assert not result.error, result.error
    assert [f"{found.rule} {found.message}" for found in result.findings] == []
    pages = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    return " ".join(re.sub("[\u00ad\u2060\u200b]|-\n", "", " ".join(pages)).split())


def written(desk: Desk | Vow, **asked: object) -> str:
    answer = carl(desk).get(address("docx", **asked))  # type: ignore[arg-type]
    document = docx.Document(io.BytesIO(answer.content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join(" ".join([*(one.text for one in document.paragraphs), *cells]).split())


def test_it_says_what_was_agreed_done_promised_kept_and_met(desk: Desk, vow: Vow, tmp_path: Path) -> None:
    vow.stand()
    for text in (printed(desk, tmp_path / "y.pdf"), written(desk)):
        for said in (
            *(f"Årsrapport {YEAR}", "Samverkansöverenskommelse", "Nio nya lampor längs gångvägen", "Med tid kvar: 1"),
            *(vow.promise.title, "Det gällde fortfarande", "Vi kan inte avgöra ännu", "att ses varje vecka"),
            *("EST Nygård", "0 av 1 åtgärd genomförd", "1 löfte gällde", "Möten"),
        ):
            assert said in text, said


def test_a_measure_is_done_not_done_or_going_as_of_the_day(desk: Desk, vow: Vow) -> None:
    house, lamps = desk.house, vow.desk.lamps
    late = vow.desk.measure("Klippa häcken", due=TODAY - DAY)
    stopped = vow.desk.measure("Vakt på torget")
    plans.report(actor=house.carl, measure=stopped.pk, state="stopped", text="Pengarna tog slut.")
    done = vow.desk.measure("Måla tunneln", due=TODAY + DAY)
    plans.report(actor=house.carl, measure=done.pk, state="done", text="Klart.")
    with scope(house.carl.scope()):
        found = yearly.measures_of(SPAN)
        assert [one.pk for one in found.done] == [done.pk]
        assert {one.pk for one in found.not_done} == {late.pk, stopped.pk}
        assert [one.pk for one in found.going] == [lamps.pk]
        assert found.whole == 4
        assert yearly.measures_of(Period(dt.date(YEAR - 1, 1, 1), dt.date(YEAR - 1, 12, 31))).whole == 0
    assert "Pengarna tog slut." in written(desk)


def test_what_only_a_party_may_read_is_neither_shown_nor_counted(desk: Desk, vow: Vow) -> None:
    with scope(worker(desk.house.partnership.pk).scope()):
        Measure.objects.update(audience=Audience.objects.get(kind=Audience.OWN))
    text = written(desk)
    assert "Nio nya lampor" not in text
    assert "Ingen åtgärd skulle genomföras." in text


def test_a_promise_that_ended_has_its_outcome_with_the_reason_from_the_day_on_which_it_was_told(
    desk: Desk, vow: Vow
) -> None:
    late = made(vow.desk, ends=TODAY - DAY)
    late.stand()
    year = (TODAY - DAY).year
    assert "ingen hade redovisat hur det gick" in written(desk, year=year)
    reason = "Två fredagar saknades."
    promises.conclude(actor=desk.house.carl, promise=late.promise.pk, kept="partly", reason=reason)
    text = written(desk)
    assert f"Delvis hållet. {reason}" in text
    assert "Av löftena som har redovisats hölls 0 av 1 som lovat" in text
    assert reason not in written(desk, year=year, day=(TODAY - DAY).isoformat())


def test_two_counts_in_it_never_tell_a_few_by_their_difference(two: tuple[int, int]) -> None:
    vow, kind = kept(two[0], (40, 38, 42, 9))
    incidents(vow.house, PERIOD, 2, kind, at=(PLACE[0], PLACE[1] + 0.003))
    around = made(vow.desk, starts=PERIOD.starts, ends=PERIOD.ends, within=Within(Position(*PLACE, 500), None, (kind,)))
    around.stand()
    for one in (vow, around):
        row = evaluations.evaluate(actor=vow.house.carl, promise=one.promise.pk)
        evaluations.decide(actor=vow.house.carl, evaluation=row.pk)
    text = written(vow, year=PERIOD.ends.year)
    assert (" 9 rapporter" in text) != (" 11 rapporter" in text)
    assert "Hur många rapporter som kom in visas inte" in text


def test_years_that_have_not_begun_are_not_found_and_odd_days_are_today(desk: Desk) -> None:
    client = carl(desk)
    assert client.get(address("pdf", YEAR + 1)).status_code == 404
    assert client.get(address("pdf", 1800)).status_code == 404
    assert client.get(address("docx", day="igår")).status_code == 200
    assert f"till {TODAY.isoformat()}" in written(desk, day=(TODAY + 9 * DAY).isoformat())
    assert f"till {YEAR - 1}-12-31" in written(desk, year=YEAR - 1)
    page = client.get(reverse("leadership:page", kwargs={"slug": "alfa"})).text
    assert address("pdf") in page
    assert address("docx") in page
    desk.house.anyone(Role.REPORTER)
    assert desk.house.client("Reporter").get(address("pdf")).status_code == 403
