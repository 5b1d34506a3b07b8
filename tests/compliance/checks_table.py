"""Writes docs/ataganden.md: from each sentence of the five texts and the statute to how it is checked.

Run by hand (``python -m tests.compliance.checks_table``) when the library changes; a test sees that it has been.
"""

from __future__ import annotations

from pathlib import Path

from lagesbild.agreements import library as texts
from lagesbild.compliance import library
from lagesbild.compliance.library import Check
from lagesbild.compliance.rules import kinds
from lagesbild.i18n import translator

FILE = Path(__file__).resolve().parents[2] / "docs" / "ataganden.md"
HEAD = """# Från mening till kontroll

Varje åtagande i de fem texterna, och varje paragraf i lag (2023:196), med hur det kontrolleras. Tabellen skrivs ur
`src/lagesbild/compliance/library/`; ett test ser till att den stämmer. Det som inget rum har underlag för intygas av
den som svarar för det, och det sägs. Sådant är {attested} av {all} åtaganden.

Vad som inte är åtaganden och var det hamnar (syfte, avtalstid, ekonomi, uppföljning) står i [forlagor.md](forlagor.md).
"""
LONGEST = 110


def table() -> str:
    """The whole document."""
    readings = [one for name in library.names() for one in library.readings(name)]
    attested = sum(all(check.kind == "attestation" for check in one.checks) for one in readings)
    parts = [HEAD.format(attested=attested, all=len(readings))]
    for name in library.names():
        entry = texts.entry(name)
        parts.append(
            f"## {entry.title} ({name.rpartition('-')[2]})\n\n"
            "| | mening | kontroll | så är den läst |\n|---|---|---|---|"
        )
        for i, (said, read) in enumerate(zip(entry.undertakings, library.readings(name), strict=True), start=1):
            parts.append(f"| {i} | {_short(said.text)} | {_checks(read.checks)} | {read.note} |")
        parts.append("")
    statute = library.statute()
    parts.append(f"## Lag ({statute.number})\n\n{statute.source}. I kraft {statute.in_force.isoformat()}.\n")
    parts.append("| § | kontroll | så är den läst |\n|---|---|---|")
    parts += [f"| {one.number} | {_checks(one.checks) or '–'} | {one.note} |" for one in statute.paragraphs]
    return "\n".join(parts) + "\n"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST].rpartition(' ')[0]} …"


def _checks(checks: tuple[Check, ...]) -> str:
    return "<br>".join(_check(one) for one in checks)


def _check(check: Check) -> str:
    label = translator("sv").gettext(kinds.kinds()[check.kind].label)
    said = ", ".join(f"{name} {_plain(value)}" for name, value in check.parameters.items() if name != "called")
    return f"{label} (`{check.kind}`: {said})" if said else f"{label} (`{check.kind}`)"


def _plain(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
