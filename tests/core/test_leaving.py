"""Everything of a partnership as files: every table, every original, nothing of a neighbour's, nothing that opens."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from lagesbild.accounts import actions as accounts
from lagesbild.accounts.models import Role
from lagesbild.agreements import actions
from lagesbild.core import leaving
from lagesbild.core.actions import Actor
from lagesbild.core.models import AccessEntry, Partnership
from lagesbild.core.walls import is_tenant
from lagesbild.errors import InputError
from lagesbild.i18n import Message
from tests.agreements.table import PDF, TODAY, Table
from tests.organisation.house import build

pytestmark = pytest.mark.django_db(transaction=True)


def quietly(what: Message, share: float) -> None:
    """Nobody is told."""


@pytest.fixture
def table(two: tuple[int, int]) -> Table:
    return Table(build(two[0]))


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(one) for one in (folder / "tables" / f"{name}.jsonl").read_text("utf-8").splitlines()]


def test_every_table_of_a_partnership_is_in_it_and_adds_up(table: Table, owner_url: str, tmp_path: Path) -> None:
    table.in_force()
    written = leaving.export(owner_url, "alfa", tmp_path / "ut", quietly)
    manifest = json.loads((tmp_path / "ut" / leaving.MANIFEST).read_text("utf-8"))
    tenants = {model._meta.db_table for model in apps.get_models() if is_tenant(model)}
    tenants |= {Partnership._meta.db_table, AccessEntry._meta.db_table, "accounts_person"}
    assert set(manifest["tables"]) == tenants
    for name, said in manifest["tables"].items():
        content = (tmp_path / "ut" / said["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == said["sha256"], name
        assert content.count(b"\n") == said["rows"] == written.tables[name]
    for said in manifest["files"]:
        content = (tmp_path / "ut" / said["file"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (said["sha256"], said["bytes"])
    on_disk = [one for one in (tmp_path / "ut").rglob("*") if one.is_file()]
    assert len(on_disk) == len(manifest["tables"]) + len(manifest["files"]) + 2
    assert "allt som samverkan hade" in (tmp_path / "ut" / leaving.README).read_text("utf-8")


def test_an_original_is_a_file_that_its_row_names(table: Table, owner_url: str, tmp_path: Path) -> None:
    long = PDF + b"%" * 200
    row = table.draft()
    actions.sign(
        actor=table.house.carl, agreement=row.pk, signatories=table.signatories(row), signed_on=TODAY(), original=long
    )
    leaving.export(owner_url, "alfa", tmp_path / "ut", quietly)
    (original,) = lines(tmp_path / "ut", "agreements_original")
    assert original["content"]["file"].endswith(".pdf")
    assert (tmp_path / "ut" / original["content"]["file"]).read_bytes() == long


def test_nothing_of_a_neighbour_and_nothing_that_opens_is_in_it(
    two: tuple[int, int], table: Table, owner_url: str, tmp_path: Path
) -> None:
    neighbour = build(two[1])
    theirs = Table(neighbour)
    theirs.in_force(title="Grannens hemlighet")
    table.draft()
    accounts.invite(actor=_administrator(table), email="ny@exempel.se", party=table.house.police.pk, roles=["member"])
    leaving.export(owner_url, "alfa", tmp_path / "ut", quietly)
    text = "".join(one.read_text("utf-8") for one in (tmp_path / "ut" / "tables").iterdir())
    assert "Grannens hemlighet" not in text
    assert "beta.exempel.se" not in text
    assert "password" not in text
    assert not {"digest", "mail_digest"} & lines(tmp_path / "ut", "accounts_invitation")[0].keys()
    people = {one["email"] for one in lines(tmp_path / "ut", "accounts_person")}
    assert "carl@alfa.exempel.se" in people


def _administrator(table: Table) -> Actor:
    table.house.person("Ada", table.house.municipality, Role.ADMINISTRATOR)
    return table.house.actor("Ada")


def test_it_is_there_whole_or_not_at_all(table: Table, owner_url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no partnership"):
        leaving.export(owner_url, "gamma", tmp_path / "ut", quietly)

    def stops(what: Message, share: float) -> None:
        if share > 0.5:
            raise InputError(Message("stopped"))

    with pytest.raises(InputError, match="stopped"):
        leaving.export(owner_url, "alfa", tmp_path / "ut", stops)
    assert list(tmp_path.iterdir()) == []
    leaving.export(owner_url, "alfa", tmp_path / "ut.zip", quietly)
    with zipfile.ZipFile(tmp_path / "ut.zip") as archive:
        assert leaving.MANIFEST in archive.namelist()
        assert archive.testzip() is None
    with pytest.raises(InputError, match="already"):
        leaving.export(owner_url, "alfa", tmp_path / "ut.zip", quietly)
