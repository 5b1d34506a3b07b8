"""Bodies, seats and functions of each partnership, in the shape its agreement has and without real names.

A seat is held by a character (its key without the municipality), by someone without an account (``=Name``), or by
nobody (``-``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """A seat: title, key of the party, holder; `lead` leads, `opposition` is kept for it, `deputy` may sit instead.

    `senior`: whoever holds it has a leading position.
    """

    title: str
    party: str
    holder: str
    decides: bool = True
    leads: bool = False
    opposition: bool = False
    deputy: str = ""
    senior: bool = False


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """A body, its cadence (`times` in each `per`) and its seats; `weekday` and `hour` are when it meets.

    With `protocol` its minutes are a protocol that is adjusted.
    """

    key: str
    name: str
    kind: str
    seats: tuple[SeatPlan, ...]
    reports_to: str = ""
    times: int | None = None
    per: str = "regularly"
    mandate: str = ""
    weekday: int = 2
    hour: int = 9
    place: str = "Kommunhuset"
    protocol: bool = False


@dataclass(frozen=True, slots=True)
class FunctionPlan:
    """A function that a party is to keep filled, and who does."""

    name: str
    kind: str
    party: str
    holder: str


def _seats(text: str) -> tuple[SeatPlan, ...]:
    """Seats, a line each: title | party | holder [| marks], being leads, listens, opposition, senior, deputy=key."""
    found = []
    for line in text.strip().splitlines():
        title, party, holder, *rest = (part.strip() for part in line.split("|"))
        marks = rest[0].split() if rest else []
        deputy = next((mark.removeprefix("deputy=") for mark in marks if mark.startswith("deputy=")), "")
        found.append(
            SeatPlan(
                title,
                party,
                holder,
                decides="listens" not in marks,
                leads="leads" in marks,
                opposition="opposition" in marks,
                deputy=deputy,
                senior="senior" in marks,
            )
        )
    return tuple(found)


BODIES: dict[str, tuple[BodyPlan, ...]] = {
    "alvhamra": (
        BodyPlan(
            "steering",
            "BRÅ-beredning",
            "steering",
            _seats(
                """
                Kommunstyrelsens ordförande | kommun | chair | leads
                Kommunchef | kommun | leader
                Lokalpolisområdeschef | polis | chief | senior
                Säkerhetschef | kommun | administrator | listens
                """
            ),
            times=4,
            per="year",
            mandate="Beslutar om inriktning, handlingsplan och medborgarlöften.",
            weekday=3,
            hour=13,
        ),
        BodyPlan(
            "project",
            "BRÅ",
            "project",
            _seats(
                """
                Samordnare | kommun | coordinator | leads
                Kommunpolis | polis | police
                Skolchef | kommun | schools
                Trygghetschef, bostadsbolaget | bostad | housing
                Rektor, gymnasiet | skola | =Ulla Kullfors
                Räddningschef | raddning | =Bernt Eldmo
                Socialchef | kommun | -
                """
            ),
            reports_to="steering",
            times=4,
            per="year",
            mandate="Följer genomförandeplanen löpande.",
            weekday=1,
        ),
        BodyPlan(
            "est",
            "EST-gruppen",
            "est",
            _seats(
                """
                Samordnare | kommun | coordinator | leads
                Kommunpolis | polis | police | deputy=area
                Fältgruppen | kommun | member
                Bostadsbolaget | bostad | housing
                Säkerhetschef | kommun | administrator | listens
                """
            ),
            reports_to="project",
            times=1,
            per="week",
            mandate="Beslutar om gemensamma åtgärder som ryms i ordinarie verksamhet.",
            weekday=0,
            hour=9,
        ),
        BodyPlan(
            "focus",
            "Arbetsgrupp Björkängen",
            "focus",
            _seats(
                """
                Fältgruppen | kommun | member | leads
                Bostadsbolaget | bostad | housing
                Områdespolis | polis | area
                """
            ),
            reports_to="project",
            times=1,
            per="month",
            weekday=2,
            hour=10,
            place="Björkängens centrum",
        ),
    ),
    "ronnmora": (
        BodyPlan(
            "project",
            "Lokala BRÅ",
            "project",
            _seats(
                """
                Kommunstyrelsens ordförande | kommun | chair | leads
                Kommundirektör | kommun | leader
                Lokalpolisområdeschef | polis | chief | senior
                Bostadsbolagets vd | bostad | =Torun Hemfors
                Energibolagets vd | energi | =Gustav-Adolf Elmyr
                """
            ),
            times=4,
            per="year",
            mandate="Beslutar om medborgarlöften och om fokusområden för året.",
            weekday=3,
            hour=14,
        ),
        BodyPlan(
            "est",
            "EST Rönnmora",
            "est",
            _seats(
                """
                Säkerhetsavdelningen | kommun | coordinator | leads
                Kommunpolis | polis | police | deputy=area
                Rönnmora Hem | bostad | housing
                Mora Elnät | energi | energy
                """
            ),
            reports_to="project",
            times=1,
            per="week",
            mandate="Samlar rapporterna och beslutar om veckans insatser.",
            weekday=1,
            hour=8,
        ),
        BodyPlan(
            "andt",
            "Arbetsgrupp barn, unga och ANDT",
            "focus",
            _seats(
                """
                ANDT-samordnare | kommun | member | leads
                Områdespolis | polis | area
                """
            ),
            reports_to="est",
            times=4,
            per="year",
            weekday=2,
        ),
        BodyPlan(
            "place",
            "Arbetsgrupp centrum och Rönnbacken",
            "focus",
            _seats(
                """
                Rönnmora Hem | bostad | housing | leads
                Säkerhetsavdelningen | kommun | coordinator
                """
            ),
            reports_to="est",
            times=4,
            per="year",
            weekday=2,
            hour=13,
        ),
        BodyPlan(
            "traffic",
            "Arbetsgrupp trafiksäkerhet",
            "focus",
            _seats(
                """
                Trafikingenjör | kommun | traffic | leads
                Områdespolis | polis | area
                """
            ),
            reports_to="est",
            times=4,
            per="year",
            weekday=3,
        ),
        BodyPlan(
            "county",
            "Länsbrå Havsbandet",
            "county",
            _seats(
                """
                Länsstyrelsen | kommun | =Inger Länsmo | leads listens
                Rönnmora kommun | kommun | leader | listens
                """
            ),
            weekday=4,
            place="Länsstyrelsen",
        ),
    ),
    "kungsfjarda": (
        BodyPlan(
            "steering",
            "Styrgruppen för samverkan",
            "steering",
            _seats(
                """
                Kommunstyrelsens ordförande | kommun | chair | leads
                Stadsdirektör | kommun | leader
                Lokalpolisområdeschef | polis | chief | senior
                """
            ),
            times=2,
            per="year",
            mandate="Beslutar om lägesbild, prioritering och medborgarlöften.",
            weekday=3,
            hour=15,
            place="Stadshuset",
        ),
        BodyPlan(
            "est",
            "EST Centrum",
            "est",
            _seats(
                """
                Samordnare | kommun | coordinator | leads
                Kommunpolis | polis | police
                Områdespolis centrum | polis | centre
                Fältsekreterarna | kommun | member
                Kungshem | bostad | housing
                Centrumhandeln | handel | trade | listens
                """
            ),
            reports_to="steering",
            times=1,
            per="week",
            mandate="Vidtar gemensamma reaktiva åtgärder.",
            weekday=1,
            hour=9,
            place="Stadshuset",
        ),
        BodyPlan(
            "est2",
            "EST Väst",
            "est",
            _seats(
                """
                Samordnare | kommun | coordinator | leads
                Områdespolis väst | polis | west
                Kungshem | bostad | housing
                """
            ),
            reports_to="steering",
            times=1,
            per="week",
            mandate="Vidtar gemensamma reaktiva åtgärder.",
            weekday=2,
            hour=9,
            place="Hammarhöjdens centrum",
        ),
        BodyPlan(
            "picture",
            "Arbetsgruppen för den årliga lägesbilden",
            "project",
            _seats(
                """
                Analytiker | kommun | analyst | leads
                Kommunpolis | polis | police
                Samordnare | kommun | coordinator
                """
            ),
            reports_to="steering",
            times=4,
            per="year",
            weekday=3,
            place="Stadshuset",
        ),
    ),
    "tranmora": (
        BodyPlan(
            "project",
            "Tranmora brottsförebyggande råd",
            "project",
            _seats(
                """
                Kommunstyrelsens ordförande | kommun | chair | leads
                Ordförande kultur- och bildningsnämnden | kommun | =Sigvard Bildmyr
                Ordförande vård- och omsorgsnämnden | kommun | =Anna-Greta Vårdmo
                Representant för oppositionen | kommun | =Kjell Motmyr | opposition
                Representant för oppositionen | kommun | - | opposition
                Kommundirektör | kommun | leader
                Förvaltningschef kultur och bildning | kommun | education
                Förvaltningschef vård och omsorg | kommun | member
                Säkerhetsstrateg | kommun | coordinator
                ANDT-samordnare | kommun | -
                Lokalpolisområdeschef | polis | chief | senior deputy=police
                """
            ),
            times=4,
            per="year",
            mandate="Beslutar om medborgarlöften. Varje ledamot har beslutsmandat inom sin verksamhet.",
            weekday=2,
            hour=13,
            protocol=True,
        ),
        BodyPlan(
            "picture",
            "Samverkansmöte för gemensam lägesbild",
            "est",
            _seats(
                """
                Säkerhetsstrateg | kommun | coordinator | leads
                Kommunpolis | polis | police
                Områdespolis | polis | area
                """
            ),
            reports_to="project",
            times=4,
            per="year",
            mandate="Samordnar arbetet mot lokala problembilder.",
            weekday=3,
            hour=10,
        ),
    ),
    "malmfjarda": (
        BodyPlan(
            "steering",
            "Styrgruppen för det brottsförebyggande arbetet",
            "steering",
            _seats(
                """
                Kommundirektör | kommun | leader | leads
                Lokalpolisområdeschef | polis | chief | senior
                Kommunpolis | polis | police
                Malmfjärdahus | bostad | housing
                Malmfjärda Energi | energi | energy
                Räddningstjänsten | raddning | rescue
                Trygghetssamordnare | kommun | coordinator | listens
                """
            ),
            mandate="Avgör mot vilka områden arbetet inriktas och redovisar till polis- och kommunledning.",
            weekday=3,
            hour=9,
        ),
        BodyPlan(
            "youth",
            "Arbetsgrupp ungas miljöer",
            "focus",
            _seats(
                """
                Ungdomsenheten | kommun | member | leads
                Kommunpolis | polis | police
                """
            ),
            reports_to="steering",
            weekday=1,
            hour=10,
        ),
        BodyPlan(
            "homes",
            "Arbetsgrupp trygga bostadsområden",
            "focus",
            _seats(
                """
                Malmfjärdahus | bostad | housing | leads
                Trygghetssamordnare | kommun | coordinator
                Trygghetsronden | vakt | guard | listens
                """
            ),
            reports_to="steering",
            weekday=2,
            hour=14,
        ),
    ),
}
FUNCTIONS: dict[str, tuple[FunctionPlan, ...]] = {
    "alvhamra": (
        FunctionPlan("Samordnare", "coordinator", "kommun", "coordinator"),
        FunctionPlan("Samordnande funktion hos polisen", "coordinator", "polis", "police"),
        FunctionPlan("Kommunchef, ansvarig för överenskommelsen", "accountable", "kommun", "leader"),
        FunctionPlan("Lokalpolisområdeschef, ansvarig för överenskommelsen", "accountable", "polis", "chief"),
    ),
    "ronnmora": (
        FunctionPlan("Samordnare på säkerhetsavdelningen", "coordinator", "kommun", "coordinator"),
        FunctionPlan("Kommunpolis", "municipal_police", "polis", "police"),
        FunctionPlan("ANDT-samordnare", "andt", "kommun", "member"),
    ),
    "kungsfjarda": (
        FunctionPlan("Kontaktperson hos enheten för hållbarhet", "contact", "kommun", "coordinator"),
        FunctionPlan("Kontaktperson hos kommunpolisen", "contact", "polis", "police"),
        FunctionPlan("Ansvarig för den årliga processen", "accountable", "kommun", "leader"),
    ),
    "tranmora": (
        FunctionPlan("Områdespolis", "area_police", "polis", "area"),
        FunctionPlan("Kommunpolis", "municipal_police", "polis", "police"),
        FunctionPlan("Samordnare för BRÅ", "bra", "kommun", "coordinator"),
        FunctionPlan("ANDT-samordnare", "andt", "kommun", "-"),
        FunctionPlan("Samordnare mot våldsbejakande extremism", "extremism", "kommun", "coordinator"),
        FunctionPlan("Lokalpolisområdeschef, ansvarig", "accountable", "polis", "chief"),
        FunctionPlan("Kommundirektör, ansvarig", "accountable", "kommun", "leader"),
    ),
    "malmfjarda": (
        FunctionPlan("Trygghetssamordnare", "coordinator", "kommun", "coordinator"),
        FunctionPlan("Kommunpolis", "municipal_police", "polis", "police"),
    ),
}


@dataclass(frozen=True, slots=True)
class MandatePlan:
    """Who decides for a party: an organ or a delegate by name, or whoever holds a seat (body and title)."""

    party: str
    name: str = ""
    seat: tuple[str, str] | None = None
    source: str = ""
    what: tuple[str, ...] = ("promises.party_decision", "plans.party_decision")


MANDATES: dict[str, tuple[MandatePlan, ...]] = {
    "alvhamra": (
        MandatePlan("kommun", "Kommunstyrelsen", source="Reglemente för kommunstyrelsen 8 §"),
        MandatePlan("polis", seat=("BRÅ-beredning", "Lokalpolisområdeschef"), source="Arbetsordningen 4 kap."),
    ),
    "tranmora": (
        MandatePlan("kommun", "Kommunstyrelsen", source="Reglemente för kommunstyrelsen 5 §"),
        MandatePlan(
            "polis",
            seat=("Tranmora brottsförebyggande råd", "Lokalpolisområdeschef"),
            source="Arbetsordningen 4 kap.",
        ),
    ),
}
"""Where it is said; elsewhere whoever writes down a decision says in words who took it."""
