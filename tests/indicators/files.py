"""Invented files in the formats that statistics come in: their shapes are the real ones, their figures nobody's."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

REGIONS = {"1980": "Västerås", "1983": "Köping"}
YEARS = ("2021", "2022", "2023")
HEAD = '"","Id","Brottskod","Brottskod.klartext","Inskrivningsdatum","Brottsdatum","Kommun","Län","DeSO.område","Antal"'


def jsonstat(values: Sequence[float | None] | Mapping[str, float] | None = None, **changes: Any) -> dict[str, Any]:
    """A dataset as PxWeb gives it: two regions, two sexes, three years."""
    regions = list(REGIONS)
    made: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": "Utsatta för brott efter region, kön, tabellinnehåll och år",
        "source": "SCB",
        "updated": "2024-03-01T07:00:00Z",
        "note": ["Påhittade tal."],
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "id": ["Region", "Kon", "ContentsCode", "Tid"],
        "size": [2, 2, 1, 3],
        "dimension": {
            "Region": {
                "label": "region",
                "category": {"index": {code: i for i, code in enumerate(regions)}, "label": REGIONS},
                "extension": {"elimination": True},
            },
            "Kon": {"label": "kön", "category": {"index": {"1": 0, "2": 1}, "label": {"1": "män", "2": "kvinnor"}}},
            "ContentsCode": {
                "label": "tabellinnehåll",
                "category": {
                    "index": {"0000": 0},
                    "label": {"0000": "Utsatta, antal"},
                    "unit": {"0000": {"base": "antal", "decimals": 0}},
                },
            },
            "Tid": {
                "label": "år",
                "category": {"index": {y: i for i, y in enumerate(YEARS)}, "label": {y: y for y in YEARS}},
            },
        },
        "value": list(range(10, 22)) if values is None else values,
        "extension": {"px": {"tableid": "TAB0001", "language": "sv", "decimals": 0}},
    }
    return {**made, **changes}


def kolada(*, kpi: str = "N00001", places: Sequence[str] = ("1983", "0000"), **changes: Any) -> dict[str, Any]:
    """An answer of Kolada's API, version 3."""
    values = [
        {
            "kpi": kpi,
            "municipality": place,
            "period": 2022 + year,
            "values": [
                {"gender": "K", "count": 1, "status": "", "value": 40.0 + year, "isdeleted": False},
                {"gender": "M", "count": 1, "status": "Missing", "value": None, "isdeleted": False},
                {"gender": "T", "count": 1, "status": "", "value": 41.5 + year, "isdeleted": False},
            ],
        }
        for place in places
        for year in range(2)
    ]
    return {"values": values, "count": len(values), "next_url": None, "previous_url": None, **changes}


PX = """CHARSET="ANSI";
AXIS-VERSION="2013";
LANGUAGE="sv";
CREATION-DATE="20240222 08:00";
TABLEID="TAB0002";
DECIMALS=0;
MATRIX="TAB0002";
SUBJECT-CODE="BE";
CONTENTS="Brandutryckningar";
UNITS="antal";
TITLE="Brandutryckningar efter region och månad";
STUB="region";
HEADING="månad";
VALUES("region")="Västerås","Köping; med omnejd";
TIMEVAL("månad")=TLIST(M1),"2023M11","2023M12";
VALUES("månad")="2023M11","2023M12";
CODES("region")="1980","1983";
CODES("månad")="2023M11","2023M12";
LAST-UPDATED="20240222 08:00";
SOURCE="SCB";
NOTE="Påhittade tal; "
"på två rader.";
DATA=
12 "-"
".." 3;
"""

PXWEB = """"region","kön","Utsatta 2022","Utsatta 2023"
"1980 Västerås","män",12,14
"1983 Köping","män",..,-
"1983 Köping","kvinnor",3,fel
"""

TABLE = """indikator;område;period;värde;enhet;per;nedre;övre;nämnare;källa;not
Känner sig trygga;Köping;2022;61,5;procent;;57,2;65,8;480;Enkäten;
Känner sig trygga;Köping;2023;64;procent;;60,1;67,9;470;Enkäten;
Känner sig trygga;Västerås;2023;x;procent;;;;;Enkäten;färre än fem svar
Känner sig trygga;Atlantis;2023;50;procent;;;;;Enkäten;
Känner sig trygga;Köping;våren;50;procent;;;;;Enkäten;
"""


def crimes(rows: Sequence[tuple[str, str, str, str]]) -> str:
    """Reported crimes: day, day it was reported, municipality, area."""
    lines = [
        f'"{i}",{9000 + i},9999,"Påhittat brott, i en mening","{noted}","{day}","{town}","Påhittade Län",'
        f"{area or 'NA'},1"
        for i, (day, noted, town, area) in enumerate(rows, 1)
    ]
    return "\n".join([HEAD, *lines]) + "\n"


def every_month(first: dt.date, months: int, n: int, town: str, area: str) -> list[tuple[str, str, str, str]]:
    """Some crimes in each month, reported the same day."""
    found = []
    for i in range(months):
        month = first.month - 1 + i
        day = dt.date(first.year + month // 12, month % 12 + 1, 3).isoformat()
        found += [(day, day, town, area)] * n
    return found


def write(path: Path, content: str | dict[str, Any], encoding: str = "utf-8") -> Path:
    """A file with the content."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_bytes(text.encode(encoding))
    return path
