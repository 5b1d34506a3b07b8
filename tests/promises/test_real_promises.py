"""The 19 promises of real municipalities, entered as they are; the data lies beside the repository."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest

from lagesbild.core.scope import scope
from lagesbild.promises import actions
from lagesbild.promises.actions import Said, Words
from lagesbild.promises.models import Promise
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)
FILE = "medborgarloften/loften_sammanfattade.csv"


def days(period: str) -> tuple[dt.date, dt.date]:
    """First and last day of a year, of years, or of days."""
    exact = re.fullmatch(r"(\d{4}-\d\d-\d\d)--(\d{4}-\d\d-\d\d)", period)
    if exact:
        return dt.date.fromisoformat(exact[1]), dt.date.fromisoformat(exact[2])
    years = [int(one) for one in period.split("-")]
    return dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)


@pytest.mark.shared
def test_every_one_of_them_fits_word_for_word(shared_data: Path, house: House) -> None:
    path = shared_data / FILE
    if not path.exists():
        pytest.skip(f"shared/data/{FILE} does not lie beside the repository")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 19
    parties = {"polisen": house.police.pk, "kommunen": house.municipality.pk}
    made = {}
    for row in rows:
        starts, ends = days(row["period"])
        promising = [pk for name, pk in parties.items() if name in row["ansvarig"].casefold()]
        words = Words(
            title=row["lofte_omskrivet"],
            focus=row["fokusomrade"],
            goal=row["matbart_mal"],
            basis=row["underlag"],
            rhythm=row["uppfoljning"],
            source=row["kalla"],
        )
        found = actions.create(actor=house.carl, said=Said(words, starts, ends, promising))
        made[found.pk] = (row, starts, ends, set(promising))
    with scope(house.carl.scope()):
        kept = Promise.objects.for_list().in_bulk(made)
        for pk, (row, starts, ends, promising) in made.items():
            one = kept[pk]
            assert (one.title, one.focus, one.goal) == (row["lofte_omskrivet"], row["fokusomrade"], row["matbart_mal"])
            assert (one.basis, one.rhythm, one.source) == (row["underlag"], row["uppfoljning"], row["kalla"])
            assert (one.starts, one.ends) == (starts, ends)
            assert {promiser.of_party_id for promiser in one.promisers.all()} == promising != set()
