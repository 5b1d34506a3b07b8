"""`lagesbild backup` and `lagesbild restore`."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from lagesbild.cli.installation import FOLDER, installation
from lagesbild.cli.terminal import HELP, progress, told
from lagesbild.core.addresses import Addresses
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

_ = HELP.gettext
JSON = click.option("--json", "as_json", is_flag=True, help=_("Say what was done as JSON."))

BACKUP_EXAMPLES = _(
    """\b
Examples:
  lagesbild backup /backup/                            (a file named by the hour)
  lagesbild backup tonight.backup --json

The file holds everything, also about people: keep it as closed as the database. The secret key is not in it: keep
DATA/secret-key, or LAGESBILD_SECRET_KEY, elsewhere. Exit codes: 0 written, 2 not written."""
)
RESTORE_EXAMPLES = _(
    """\b
Examples:
  lagesbild restore tonight.backup --data new          (a new installation)
  lagesbild restore tonight.backup --maskings /backup/maskings.jsonl
  lagesbild restore tonight.backup --replace           (throws away what is there; asks first)

What was masked or disposed of after the backup was made is masked and disposed of again, by the journal of maskings.
Exit codes: 0 restored and equal by checksum, 2 nothing was changed."""
)


@click.command(help=_("Write everything to a file, also while in use."), epilog=BACKUP_EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@FOLDER
@JSON
@told
def backup(file: Path, data: Path, as_json: bool) -> None:
    """Write a backup."""
    from lagesbild.core import backup as core

    path = file / f"lagesbild-{dt.datetime.now(dt.UTC):%Y-%m-%dT%H%M}.backup" if file.is_dir() else file
    with installation(data) as found, progress(HELP, quiet=as_json) as report:
        written = core.backup(found.owner, path, report, key=os.environ["LAGESBILD_SECRET_KEY"])
    if as_json:
        click.echo(json.dumps({"path": str(path), **_summary(written)}))
        return
    values = {"path": str(path), "size": round(path.stat().st_size / 1e6, 1), "rows": written.rows}
    click.echo(HELP.say(Message(N_("Written: {path} ({size} MB, {rows} rows)"), values)))


def _summary(manifest: Any) -> dict[str, Any]:
    tables = {table: {"rows": each.rows, "digest": each.digest} for table, each in manifest.sums.items()}
    return {"made": manifest.made.isoformat(), "rows": manifest.rows, "tables": tables}


@click.command(help=_("Read a backup into an empty database, equal by checksum."), epilog=RESTORE_EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@FOLDER
@click.option(
    "--maskings",
    type=click.Path(path_type=Path),
    multiple=True,
    help=_("Journal of maskings; may be given several times. Default: that of the installation."),
)
@click.option("--no-maskings", is_flag=True, help=_("Nothing has been masked since the backup was made."))
@click.option("--replace", is_flag=True, help=_("Throw away what is in the database."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@click.option("--other-key", is_flag=True, help=_("The secret key of the backup is lost; see the guide for operators."))
@JSON
@told
def restore(file: Path, data: Path, maskings: tuple[Path, ...], as_json: bool, **chosen: bool) -> None:
    """Restore a backup."""
    from lagesbild.core import backup as core

    with installation(data, ready=False) as found:
        manifest = core.read_manifest(file)
        _same_key(manifest, chosen["other_key"])
        remembered = _remembered(maskings, none=chosen["no_maskings"])
        if not core.is_empty(found.owner):
            _may_replace(found, chosen["replace"], chosen["yes"])
        with progress(HELP, quiet=as_json) as report:
            core.restore(found.owner, file, report, replace=chosen["replace"])
            report(Message(N_("Roles and walls")), 1.0)
            masked, disposed = _settle(found, remembered)
    if as_json:
        click.echo(json.dumps({"masked": masked, "disposed": disposed, **_summary(manifest)}))
        return
    values = {"made": manifest.made.astimezone(), "rows": manifest.rows, "tables": len(manifest.sums)}
    click.echo(
        HELP.say(Message(N_("Restored as of {made}: {rows} rows in {tables} tables, equal by checksum."), values))
    )
    click.echo(
        HELP.say(
            Message(
                N_("{n} stretch of text masked again."),
                {"n": masked},
                N_("{n} stretches of text masked again."),
                masked,
            )
        )
    )
    if disposed:
        click.echo(
            HELP.say(
                Message(N_("{n} row disposed of again."), {"n": disposed}, N_("{n} rows disposed of again."), disposed)
            )
        )


def _same_key(manifest: Any, other: bool) -> None:
    from lagesbild.core.backup import fingerprint

    if manifest.key and manifest.key != fingerprint(os.environ["LAGESBILD_SECRET_KEY"]) and not other:
        raise InputError(
            Message(
                N_(
                    "The backup was made with another secret key. Put that key in the file secret-key of --data, or in "
                    "LAGESBILD_SECRET_KEY: without it maskings cannot be found again and second steps of signing in "
                    "cannot be read. Is it lost? Then use --other-key."
                )
            )
        )


def _remembered(given: Sequence[Path], *, none: bool) -> list[Any]:
    """Lines of the journals that were given, or of the installation's own."""
    from django.conf import settings

    from lagesbild.core import journal

    own = settings.MASKINGS_JOURNAL
    paths = list(given) or ([own] if own is not None and own.is_file() else [])
    if not paths and not none:
        raise InputError(
            Message(
                N_(
                    "No journal of maskings was found: what was masked after the backup was made would be back. Name "
                    "one by --maskings, or say --no-maskings if nothing has been masked since."
                )
            )
        )
    return [line for path in paths for line in journal.read(path)]


def _may_replace(found: Addresses, replace: bool, yes: bool) -> None:
    """Go on only if what is there may be thrown away, and nobody is working in it."""
    from lagesbild.core.backup import others_connected

    if not replace:
        raise InputError(
            Message(
                N_("The database is not empty. Restore to an empty one, or use --replace to throw away what is there.")
            )
        )
    others = others_connected(found.owner)
    if others:
        raise InputError(
            Message(
                N_("The database is in use ({n} connections). End lagesbild serve and lagesbild worker first."),
                {"n": others},
            )
        )
    if not yes and not click.confirm(_("Everything in the database is thrown away. Go on?")):
        raise KeyboardInterrupt


def _settle(found: Addresses, remembered: Sequence[Any]) -> tuple[int, int]:
    """Give back roles, tables of this version, disposals and maskings; how many stretches were masked, rows gone."""
    import psycopg

    from lagesbild.core.actions import Denied
    from lagesbild.core.database import initialise
    from lagesbild.core.masking import Remembered, reapply
    from lagesbild.core.system import worker
    from lagesbild.registry import actions as registry

    initialise(found.owner, found.application)
    also: dict[int, list[Remembered]] = defaultdict(list)
    gone: dict[int, list[Any]] = defaultdict(list)
    for line in remembered:
        if "disposed" in line:
            gone[line["partnership"]].append(line)
            continue
        also[line["partnership"]].append(
            Remembered(line["subject"], line["subject_id"], line["length"], line["digest"])
        )
    with psycopg.connect(found.owner) as server:
        partnerships = [
            number for (number,) in server.execute("SELECT id FROM core_partnership ORDER BY id").fetchall()
        ]
    masked = disposed = 0
    for number in partnerships:
        try:
            actor = worker(number)
        except Denied:
            continue  # no party yet, so nothing has been written in it
        # what goes need not be masked
        disposed += registry.reapply(actor=actor, lines=gone.get(number, []))
        masked += reapply(actor=actor, also=also.get(number, []))
    return masked, disposed
