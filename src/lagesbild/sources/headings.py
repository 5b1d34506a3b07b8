"""What headings mean: the words people put above columns, in Swedish and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import IntEnum

_CAMEL = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
_OTHER = re.compile(r"[^0-9a-zåäöé#]+")


class When(IntEnum):
    """What a column of times says it is the time of, best first."""

    EVENT = 0
    PLAIN = 1
    PLANNED = 2
    REPORTED = 3
    CHANGED = 4
    UNNAMED = 5
    """Nothing in the heading says that it is a time."""


def normal(heading: str) -> str:
    """Lower-case words with single blanks between them: "Brottskod.klartext" is "brottskod klartext"."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return " ".join(_OTHER.sub(" ", text).split())


def _split(heading: str) -> str:
    """As `normal`, with "CrimeType" as "crime type"."""
    return normal(_CAMEL.sub(" ", heading))


_TIME_WORDS = r"\w*(datum|date|datetime|tid|tidpunkt|tidpunkten|time|månad)|dag|month|timestamp"
_TIME = re.compile(
    rf"(^|.* )({_TIME_WORDS}|dt|tm|\w*klockslag|klockan|kl|hour|timme|hours|när|when|occurred|occ|inträffade?t?|skedde"
    r"|begånget|from|från|till|to|until|created|reported|rptd|rpt|published|opened|updated|received|registrerad"
    r"|anmäld|skapad|inkommen|start|slut|end|slutar|börjar|fom|tom|fr o m|t o m|vecka|week|iso8601"
    r"|utc|gmt|epoch|period)( .*|$)"
)
_NAMES_TIME = re.compile(rf"(\w+ ){{0,2}}({_TIME_WORDS})( \w+){{0,2}}")
_EVENT = re.compile(
    r"(^|.* )(händelse|brott|inträff|incident|crime|offen[cs]e|occur|occ\b|event|accident|olyck|begå|skedd|cmplnt"
    r"|call|larm)"
)
_PLANNED = re.compile(r"(^|.* )(planer|planned|scheduled)")
_REPORTED = re.compile(
    r"(^|.* )(inskriv|anmäl|rapport|report|rpt|created|skapa|registr|entered|inkom|mottag|received|request|pub|opened"
    r"|added|dispatch|anlänt|arriv)"
)
_CHANGED = re.compile(
    r"(^|.* )(updat|uppdat|ändra|modif|closed|close|avslut|stäng|last|senast|seen|expected|resolved|hämtad|export"
    r"|utskr|edited|expir|due|beslut|birth|född|data as of|loaded)"
)
_END = re.compile(r"(^|.* )(till|to|slut|slut\w+|end|ended|ends|tom|t o m|until|upphör\w*|latest|senast)( .*|$)")
_START = re.compile(r"(^|.* )(från|from|fr|fom|fr o m|start\w*|begin\w*|börja\w*|earliest|tidigast)( .*|$)")
_CLOCK = re.compile(
    r"(^|.* )(\w*klockslag|klockan|kl|\w*tid|\w*tidpunkt|time|hour|hours|timme|tim|tm|hr|hh|hh mm|clock|start|slut"
    r"|from|to|från|till)( .*|$)"
)


def when(heading: str) -> When:
    """What time a heading speaks of."""
    text = _split(heading)
    if not _TIME.match(text):
        return When.UNNAMED
    if _CHANGED.match(text) and not _EVENT.match(text):
        return When.CHANGED
    if _REPORTED.match(text):
        return When.REPORTED
    if _PLANNED.match(text):
        return When.PLANNED
    return When.EVENT if _EVENT.match(text) or _START.match(text) else When.PLAIN


def names_a_time(heading: str) -> bool:
    """Whether a heading is sure to stand above times, whatever the values look like."""
    return bool(_NAMES_TIME.fullmatch(_split(heading)))


def is_end(heading: str) -> bool:
    """Whether a heading speaks of when something ended."""
    text = _split(heading)
    return bool(_END.match(text)) and not _START.match(text)


def is_clock(heading: str) -> bool:
    """Whether a heading may stand above a time of day."""
    return bool(_CLOCK.match(_split(heading)))


def is_utc(heading: str) -> bool:
    """Whether a heading says that its times are universal time."""
    return bool({"utc", "gmt"} & set(_split(heading).split()))


WORDS: Mapping[str, Sequence[str]] = {
    "id": (
        r"(händelse|ärende|incident|case|crime|event|report|service request|external|global|diarie|anmälnings|brott\w*"
        r"|unique|complaint|call|record|rapport|(fel|skade)?anmälan|avvikelse|referens|reference)s? ?"
        r"(id|nr|nummer|number|no|num|key|identifier)",
        r"id|(ärende ?)?referens|dr no|k ?nummer|k ?nr|dnr|cmplnt num|guid|uuid|row id|objekt ?id",
        r"nr|nummer|number|no|(object|f|o|g)id|\w+ id",
    ),
    "category": (
        r"(händelse|brotts?|ärende|incident|crime|offen[cs]e|complaint|event|call|request|larm)s? ?"
        r"(typ|type|kategori|category|slag|desc|description|rubricering|klass|class)"
        r"( \w*(text|name|desc|description))?|huvud ?kategori|typ av (händelse|brott|ärende|incident)",
        r"brotts?kod (klartext|text|namn|benämning)|brotts?rubricering|primary type|crm cd desc|ofns desc|offen[cs]e"
        r"|text general code|title type|service name|category|kategori|brott|crime|händelse|group name|major category"
        r"|(fel|skade|avvikelse)kategori",
        r"typ|type|slag|art|vad( har)? hänt|klartext|benämning|klass|problem|subject|ämne|ärende"
        r"|description of offen[cs]e",
        r"under ?kategori|brotts?kod|offen[cs]e code|ucr|title|rubrik|code|kod",
    ),
    "municipality": (
        r"kommun|kommun ?namn|municipality|municipality name|kn ?namn|kom namn",
        r"ort|postort|stad|city|town|title location|location name|tätort|commune|gemeinde",
    ),
    "county": (
        r"län|läns? ?namn|county|county name|administrative area level 1",
        r"region|region ?namn|state|province",
    ),
    "area": (
        r"deso( ?(område|kod|code|id))?",
        r"lsoa code|beat|police beat|regso( ?(område|kod|code|id))?|nyko ?\d?|omr ?ådes? ?kod|area code|tract"
        r"|census tract",
        r"stadsdel(sområde)?|kommundel|bostadsområde|delområde|lokalpolisområde|lpo"
        r"|police district|polisdistrikt|neighbou?rhood|analysis neighbou?rhood"
        r"|community area|ward|precinct|zone|boro nm|borough|område|area|area name|distrikt|district|sector|sektor"
        r"|lsoa name|deso namn|regso namn",
    ),
    "place": (
        r"(incident |händelse|brotts)? ?(adress|address|gatuadress|street address|full address|block address)"
        r"|(gatu)?adress\w*|location address|brottsplats|händelseplats|location string",
        r"plats( .*)?|gata|gatunamn|street|street name|on street name|location|location description|place|platsnamn"
        r"|block|location 1|position text|intersection",
    ),
    "reporter": (
        r"reported by|(in)?rapportera[dt] av|(in)?rapporterande enhet|enhet|unit|agency|agency name|reporting agency"
        r"|inlämnad av"
        r"|polisregion|organisation|organization|myndighet|agency responsible|förvaltning",
        r"falls within|källa|source|uppgiftslämnare|delivered by|rapportör|anmäl(d|t|are) ?(av|typ)|typ av anmälare",
        r"anmälare",
    ),
    "position": (
        r"(location )?(gps|koordinat(er)?|coordinates?|position|lat ?l(o?ng?|on)|latitud longitud|geo ?point( 2d)?|geo"
        r"|geometr[iy]|geom|the geom|wkt|punkt|point|wgs ?84( .*)?)|location gps|location|plats koordinat(er)?",
    ),
    "vertical": (
        r"lat|latitude|latitud|breddgrad|wgs ?84 (lat|n|y)|y lat",
        r"north|northing|nord|norr|n|n koordinat|koordinat n|nordkoordinat|n sweref.*|sweref.* n|north.*|nord.*"
        r"|y|y ?(koord\w*|coord\w*)|coord ?y|koord\w* y|point y|geo y",
        r"(koord\w*|coord\w*) ?1|.*\blat(itude|itud)?",
    ),
    "horizontal": (
        r"lon|lng|long|longitude|longitud|längdgrad|wgs ?84 (lon|lng|e|ö|x)|x lon",
        r"east|easting|ost|öst|e|ö|e koordinat|koordinat e|ostkoordinat|östkoordinat|e sweref.*|sweref.* e|east.*|öst.*"
        r"|ost.*|x|x ?(koord\w*|coord\w*)|coord ?x|koord\w* x|point x|geo x",
        r"(koord\w*|coord\w*) ?2|.*\b(lon|lng|long|longitude|longitud)",
    ),
}
"""For each role the words of its headings in tiers, the surest first; each matches a whole normalised heading."""

_COMPILED = {role: tuple(re.compile(tier) for tier in tiers) for role, tiers in WORDS.items()}


def rank(role: str, heading: str) -> int | None:
    """How surely a heading means a role: 0 best, None when it does not."""
    texts = (normal(heading), _split(heading))
    return next((i for i, tier in enumerate(_COMPILED[role]) if any(map(tier.fullmatch, texts))), None)


def recognised(headings: Sequence[str]) -> int:
    """How many of some headings mean something here."""
    return sum(
        when(heading) < When.UNNAMED or any(rank(role, heading) is not None for role in WORDS) for heading in headings
    )
