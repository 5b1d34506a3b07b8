"""The journal of maskings and disposals: a file outside the database, so that an older backup brings nothing back.

One line for each masking and for each batch that was disposed of, only ever added to: ids, lengths and keyed digests,
never what was masked, and numbers of rows, never what stood in them. It lies in the
folder of the installation, or where LAGESBILD_MASKINGS says: on another disk than the database, beside the backups.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from lagesbild.errors import InputError, UnreadableInput
from lagesbild.i18n import N_, Message

Said = Mapping[str, Any]


def append(said: Iterable[Said]) -> None:
    """Add lines, and return when they are on disk. Call it inside the action: what cannot be kept is not done.

    A line of an action that is undone afterwards does no harm: it hides, in a restored backup, what someone wanted
    hidden. Without a folder (in tests, in a script) there is no journal.

    Raises
    ------
    InputError
        The journal cannot be written.

    """
    path: Path | None = settings.MASKINGS_JOURNAL
    if path is None:
        return
    text = "".join(json.dumps(dict(each), sort_keys=True) + "\n" for each in said)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # one write of O_APPEND: processes that write at once do not mix their lines
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "wb", buffering=0) as file:
            file.write(text.encode("ascii"))
            os.fsync(file.fileno())
    except OSError as error:
        raise InputError(
            Message(N_("This cannot be remembered for backups, so nothing was done. Tell whoever runs this."))
        ) from error


def read(path: Path) -> list[Said]:
    """The lines of a journal, each once; a last line that was cut off when a machine died is passed over.

    Raises
    ------
    UnreadableInput
        It is no journal.

    """
    try:
        lines = path.read_text(encoding="ascii").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(Message(N_("{path} is not a journal of maskings."), {"path": str(path)})) from error
    found: dict[str, Said] = {}
    for number, line in enumerate(lines, 1):
        try:
            said = json.loads(line)
            if not isinstance(said, dict):
                raise TypeError
        except (ValueError, TypeError) as error:
            if number == len(lines) and not line.endswith("\n"):
                continue
            values = {"path": str(path), "line": number}
            raise UnreadableInput(Message(N_("{path} is not a journal of maskings: line {line}."), values)) from error
        found[json.dumps(said, sort_keys=True)] = said
    return list(found.values())
