"""The account of rows that did not become records: gathered while reading, written out as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.i18n import N_, Message, Translator
from lagesbild.sources.personal import masked
from lagesbild.sources.records import Reading, Refusal, RefusalKind, RefusalTable

LONGEST_VALUE = 40
"""Characters of a refused value that are kept: enough to find it by, too few to tell a story."""


class RefusalLog:
    """Collects refusals in columns."""

    def __init__(self) -> None:
        self._frames: list[pl.DataFrame] = []
        self._reasons: dict[str, int] = {}
        self._messages: list[Message] = []

    def add_rows(
        self,
        file: int,
        lines: NDArray[np.int64],
        column: str,
        values: pl.Series | None,
        *,
        kind: RefusalKind,
        why: Message,
    ) -> None:
        """Refuse many rows of a file for one reason; `values` are what stood in `column`."""
        text = pl.repeat("", len(lines), eager=True) if values is None else values.cast(pl.String).fill_null("")
        self._frames.append(
            pl.DataFrame(
                {
                    "file": pl.repeat(file, len(lines), dtype=pl.UInt16, eager=True),
                    "line": lines,
                    "column": pl.repeat(column, len(lines), dtype=pl.String, eager=True),
                    "value": masked(text).str.head(LONGEST_VALUE),
                    "kind": pl.repeat(kind.value, len(lines), dtype=pl.String, eager=True),
                    "reason": pl.repeat(self._code(why), len(lines), dtype=pl.UInt16, eager=True),
                },
                schema=dict(RefusalTable.SCHEMA),
            )
        )

    def add(self, file: int, refusals: Sequence[Refusal]) -> None:
        """Refuse single rows of a file."""
        rows = [(file, r.line, r.column, r.value, r.kind.value, self._code(r.reason)) for r in refusals]
        if rows:
            frame = pl.DataFrame(rows, schema=dict(RefusalTable.SCHEMA), orient="row")
            self._frames.append(frame.with_columns(masked(frame["value"]).str.head(LONGEST_VALUE)))

    def table(self) -> RefusalTable:
        """All of them, by file and line."""
        empty = pl.DataFrame(schema=dict(RefusalTable.SCHEMA))
        frame = pl.concat([empty, *self._frames]).sort("file", "line", maintain_order=True)
        return RefusalTable(frame, tuple(self._messages))

    def _code(self, why: Message) -> int:
        key = repr((why.text, sorted(why.values.items())))
        if key not in self._reasons:
            self._reasons[key] = len(self._messages)
            self._messages.append(why)
        return self._reasons[key]


def write_refusals(reading: Reading, path: Path, translator: Translator) -> None:
    """Write every refused row with file, line, column, value and why, as CSV in UTF-8 with byte order mark."""
    frame = reading.refusals.frame
    names = pl.Series([file.name for file in reading.files], dtype=pl.String)
    why = pl.Series([translator.say(message) for message in reading.refusals.reasons], dtype=pl.String)
    pl.DataFrame(
        {
            translator.gettext(N_("file")): names.gather(frame["file"]),
            translator.gettext(N_("line")): frame["line"],
            translator.gettext(N_("column")): frame["column"],
            translator.gettext(N_("value")): frame["value"],
            translator.gettext(N_("why")): why.gather(frame["reason"]),
        }
    ).write_csv(path, include_bom=True)
