"""What is invented of the chain from a problem to a promise: the same course in each municipality, at its own places.

Texts in Swedish; ``{spot}`` is a named place of the town. Parties and people by their keys; one that a municipality
does not have is stood in for by the municipality itself.
"""

from __future__ import annotations

from dataclasses import dataclass

PLACE, VICTIM, OFFENDER = "place", "victim", "offender"


@dataclass(frozen=True, slots=True)
class Act:
    """A measure: what, sort and technique of the catalogue, party and person; `evenings` are planned as doses.

    `state` and `report` are how it went in a period that is over; in one that runs it is under way.
    """

    what: str
    kind: str
    technique: str
    party: str
    person: str
    goal: str = ""
    indicator: str = ""
    unit: str = ""
    target: float | None = None
    evenings: bool = False
    state: str = "done"
    report: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """A cause with the measures against it; none is a gap that the plan shows."""

    side: str
    text: str
    basis: str
    confidence: str
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Vow:
    """A promise: words, rhythm, milestones as (what, days from the first day, whether it was reached)."""

    title: str
    text: str
    goal: str
    rhythm: str
    milestones: tuple[tuple[str, int, bool], ...]
    told: tuple[tuple[int, str], ...]
    kept: str
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """A problem and what came of it; `spot` is a kind of named place, `kinds` are categories of incidents."""

    title: str
    spot: str
    kinds: tuple[str, ...]
    what: str
    where: str
    when: str
    who: str
    note: str
    decided: str
    causes: tuple[Why, ...] = ()
    vow: Vow | None = None


FOCUS = ("Trygga mötesplatser", "Platser där många rör sig på kvällen.")

ENDED = Story(
    "Störande körning och samlingar vid {spot}",
    "square",
    ("Störande körning", "Störande samling"),
    "Störande körning, hög musik och samlingar som gör att andra väljer en annan väg.",
    "{spot} och gatorna närmast.",
    "Fredag och lördag kväll, mest under den varma halvan av året.",
    "De som bor runt torget, de som arbetar kväll och de som går förbi.",
    "Två trygghetsvandringar visade att torget är öppet för genomfart efter stängning.",
    "Problemet prioriteras: det berör många och går att påverka.",
    (
        Why(
            PLACE,
            "Torget är öppet för genomfart på kvällen",
            "Två trygghetsvandringar och gatuenhetens ritning.",
            "well_founded",
            (
                Act(
                    "Hinder i infarten fredag och lördag kväll",
                    "situational",
                    "access",
                    "kommun",
                    "member",
                    "Ingen genomfart efter klockan 18.",
                    "kvällar med hindret på plats",
                    "kvällar",
                    50,
                    report="Hindret har stått på plats sedan maj.",
                ),
            ),
        ),
        Why(
            PLACE,
            "Ingen ansvarig finns på plats när butikerna har stängt",
            "Medarbetardialog i våras.",
            "reasonable",
            (
                Act(
                    "Vuxna på plats fredag och lördag kväll",
                    "presence",
                    "joint-round",
                    "polis",
                    "police",
                    "Någon att tala med varje fredag och lördag.",
                    "kvällar",
                    "kvällar",
                    26,
                    evenings=True,
                    report="Genomfört de flesta kvällarna.",
                ),
            ),
        ),
        Why(
            OFFENDER,
            "Det finns ingen annan plats att träffas på kvällstid",
            "Fältgruppens samtal vid två tillfällen.",
            "reasonable",
            (
                Act(
                    "Öppet garage på fritidsgården en kväll i veckan",
                    "social",
                    "leisure",
                    "kommun",
                    "coordinator",
                    "Ett alternativ till torget.",
                    state="stopped",
                    report="Lokalen blev inte klar. Prövas på nytt i höst.",
                ),
            ),
        ),
    ),
    Vow(
        "Varje fredag och lördag kväll i sommar finns det vuxna på plats vid {spot}.",
        "Vi finns på plats mellan klockan 20 och 24. Infarten är stängd för genomfart på kvällen. "
        "Du kan alltid komma fram och prata med oss.",
        "Färre störs på kvällarna och fler vågar gå över torget.",
        "Fredag och lördag 20–24",
        (("Hinder i infarten på plats", 30, True), ("Öppet garage på fritidsgården", 60, False)),
        (
            (20, "De första kvällarna är genomförda. Många har kommit fram och pratat."),
            (75, "Hindret i infarten är på plats. Genomfarten har upphört på kvällarna."),
            (150, "Två kvällar ställdes in när personal saknades."),
        ),
        "partly",
        "Vi var på plats de flesta kvällarna men inte alla, och det öppna garaget blev inte av.",
    ),
)

RUNNING = Story(
    "Mörk och otrygg väg vid {spot}",
    "underpass",
    ("Klotter", "Öppen droghandel", "Otrygg plats", "Hot och ofredande"),
    "Klotter, öppen droghandel och en mörk väg som många undviker.",
    "{spot} och gångvägarna dit.",
    "Eftermiddag och kväll, mest under den mörka halvan av året.",
    "Resenärer, skolelever och de som arbetar i närheten.",
    "Vid vandringen i höstas var fyra av elva lampor släckta.",
    "Problemet prioriteras för vinterhalvåret.",
    (
        Why(
            PLACE,
            "Belysningen är svag och buskar skymmer sikten",
            "Trygghetsvandring, fyra av elva lampor släckta.",
            "well_founded",
            (
                Act(
                    "Ny belysning och klippta buskar längs gångvägen",
                    "situational",
                    "natural-surveillance",
                    "kommun",
                    "member",
                    "Hela vägen är upplyst och överblickbar.",
                    "lampor som lyser",
                    "lampor",
                    11,
                ),
            ),
        ),
        Why(
            PLACE,
            "Ingen har uppsikt över platsen efter klockan 17",
            "Personalen på platsen, två samtal.",
            "reasonable",
            (
                Act(
                    "Gemensam runda två kvällar i veckan",
                    "presence",
                    "hot-spots",
                    "polis",
                    "police",
                    "Någon är på plats när många rör sig där.",
                    "rundor",
                    "kvällar",
                    26,
                    evenings=True,
                ),
            ),
        ),
        Why(VICTIM, "Skolelever väntar ensamma i den mörkaste delen", "En vandring.", "assumption"),
    ),
    Vow(
        "I vinter är vägen vid {spot} upplyst, och vi går en runda där två kvällar i veckan.",
        "Alla lampor lyser och buskarna är klippta. Polisen och kommunen går rundan tillsammans. "
        "Ser du en trasig lampa lagar vi den inom en vecka.",
        "Fler väljer den vägen också när det är mörkt.",
        "Två kvällar i veckan",
        (("Alla lampor lyser", 30, True), ("Buskarna är klippta", 45, True), ("Trygghetsvandring", 150, False)),
        (
            (12, "Sju lampor är bytta. De fyra sista kommer i november."),
            (40, "Alla lampor lyser och buskarna är klippta."),
        ),
        "",
        "",
    ),
)

KEPT = Story(
    "Bilar som kör för nära barnen vid {spot}",
    "school",
    ("Trafikfara",),
    "Bilar stannar på övergångsstället och vänder på gångbanan när barn lämnas.",
    "{spot} och gatan utanför.",
    "Vardagar mellan klockan 7.30 och 8.15.",
    "Elever som går eller cyklar, och de som följer dem.",
    "Skolan har räknat bilarna två morgnar.",
    "Problemet prioriteras: det är lätt att påverka och berör barn.",
    (
        Why(
            PLACE,
            "Den som lämnar kan köra ända fram till entrén",
            "Skolans räkning två morgnar.",
            "reasonable",
            (
                Act(
                    "Avlämning flyttas till en ficka hundra meter bort",
                    "situational",
                    "access",
                    "kommun",
                    "member",
                    "Ingen bil framför entrén på morgonen.",
                    report="Fickan är skyltad och används.",
                ),
            ),
        ),
    ),
    Vow(
        "I vinter är det fritt från bilar framför entrén vid {spot} på morgonen.",
        "Du lämnar vid fickan hundra meter bort. Vi står där de första veckorna och visar.",
        "Barn kan gå sista biten utan att kryssa mellan bilar.",
        "Vardagar 7.30–8.15",
        (("Fickan är skyltad", 20, True), ("Räkning av bilar efter två månader", 75, True)),
        (
            (21, "Fickan är skyltad. Vi står där på morgnarna och visar."),
            (80, "Skolan har räknat igen: nästan alla lämnar vid fickan."),
        ),
        "kept",
        "Fickan kom på plats i tid och vi stod där de veckor som vi lovade.",
    ),
)

OPEN = Story(
    "Nedskräpning och bränder vid {spot}",
    "park",
    ("Nedskräpning", "Brand"),
    "Skräp som blir liggande och bränder i papperskorgar.",
    "{spot}.",
    "Helger, från eftermiddag till natt.",
    "De som bor intill och föräldrar med små barn.",
    "Parkenheten städar tre gånger i veckan och hinner inte med.",
    "",
    (Why(PLACE, "Papperskorgarna är för få och töms för sällan", "Parkenhetens körlista.", "reasonable"),),
)

SET_ASIDE = Story(
    "Cykelstölder vid {spot}",
    "station",
    ("Cykelstöld",),
    "Cyklar som försvinner från cykelparkeringen.",
    "{spot}.",
    "Vardagar på dagtid.",
    "Pendlare.",
    "En ny cykelparkering byggs av regionen nästa år.",
    "Bortprioriteras: en ny låst cykelparkering byggs redan, och läget följs i veckans lägesbild.",
)
