"""What is invented of what the public is told and asked: dialogues, a walk, news, a document.

Texts in Swedish; ``{square}``, ``{underpass}``, ``{park}``, ``{school}``, ``{station}`` are named places of the town,
``{name}`` the town. Of places and situations alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: how it is answered, choices, and how often each is chosen (of a scale each step)."""

    text: str
    kind: str
    options: tuple[str, ...] = ()
    weights: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    """Answers in people's own words, each given once."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A dialogue with its questions, how many answer in a large and a small town, and what came of it."""

    kind: str
    title: str
    intro: str
    asks: tuple[Ask, ...]
    many: int
    few: int
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A note of a walk: what kind, what, at which kind of named place."""

    kind: str
    text: str
    spot: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of news: how many days ago, where, what happened and what was done."""

    ago: int
    title: str
    spot: str
    happened: str
    done: str
    waits: bool = False
    """Written, and not published yet."""


ASKED = Asking(
    "public",
    "Hur är vägen vid {underpass} när det är mörkt?",
    "Vi vill veta hur du upplever vägen, vare sig du går den varje dag eller väljer en annan. "
    "Svaren är en del av vår lägesbild.",
    (
        Ask(
            "Hur känns det att gå där när det är mörkt?",
            "one",
            ("Tryggt", "Ganska tryggt", "Ganska otryggt", "Otryggt", "Jag undviker vägen"),
            (2, 7, 10, 6, 9),
        ),
        Ask(
            "Vad skulle göra störst skillnad?",
            "many",
            ("Bättre belysning", "Klippta buskar", "Vuxna på plats", "Något att göra för unga", "Inget särskilt"),
            (24, 15, 13, 8, 1),
        ),
        Ask("Hur viktigt är det att vi gör något här? 5 är mycket viktigt.", "scale", weights=(1, 1, 5, 10, 14)),
        Ask(
            "Vill du berätta något mer?",
            "text",
            texts=(
                "Det är mörkast just vid trappan.",
                "Buskarna gör att man inte ser vem som kommer.",
                "Jag går en omväg när jag kommer med det sena tåget.",
                "Det har blivit bättre sedan klottret togs bort.",
                "Det skulle hjälpa om någon gick där på kvällen.",
            ),
        ),
    ),
    34,
    21,
    "De flesta som svarade vill ha bättre belysning, och många vill att buskarna klipps. Båda delarna finns nu i vårt "
    "löfte om vägen, tillsammans med en runda två kvällar i veckan. Önskemålet om något att göra för unga tar vi upp "
    "när nästa handlingsplan görs.",
)
ASKING = Asking(
    "public",
    "Var i {name} känner du dig trygg?",
    "Tre frågor, det tar två minuter. Dina svar hjälper oss att välja vilka platser vi börjar med.",
    (
        Ask(
            "Hur trygg känner du dig utomhus nära ditt hem när det är mörkt?",
            "one",
            ("Mycket trygg", "Ganska trygg", "Ganska otrygg", "Mycket otrygg", "Jag går inte ut då"),
            (4, 6, 4, 1, 2),
        ),
        Ask(
            "Vad påverkar om en plats känns trygg för dig?",
            "many",
            ("Att det är ljust", "Att andra rör sig där", "Att det är helt och rent", "Att trafiken är lugn"),
            (11, 9, 6, 5),
        ),
        Ask(
            "Vilken plats vill du att vi tittar på, och varför?",
            "text",
            texts=(
                "{square} när butikerna har stängt, det blir ödsligt.",
                "Gångvägen genom {park}, lamporna sitter för glest.",
                "{school} vid lämning, bilarna står överallt.",
            ),
        ),
    ),
    17,
    8,
)
STAFF = Asking(
    "staff",
    "Vad märker ni i vardagen just nu?",
    "Tre minuter, för er som arbetar ute eller möter många. Skriv om platser och situationer, aldrig om personer.",
    (
        Ask(
            "Har något förändrats den senaste månaden?",
            "one",
            ("Det är lugnare", "Det är som förut", "Det är oroligare"),
            (2, 5, 3),
        ),
        Ask(
            "Vad ser ni, och var?",
            "text",
            texts=(
                "Det är lugnare vid {square} sedan infarten stängdes på kvällen.",
                "Fler samlas vid {station} efter klockan 21.",
                "Skräpet vid {park} ligger kvar efter helgen.",
                "Vid {school} kör många för fort på morgonen.",
            ),
        ),
    ),
    6,
    4,
)
WALK = "Trygghetsvandring vid {underpass}"
WALK_INTRO = "Vi går från {square} till {station} och skriver ned vad vi ser på vägen."
WALK_OUTCOME = "Lamporna och buskarna är anmälda till kommunen. Idén om en skylt prövas i arbetsgruppen."
SEEN: tuple[Seen, ...] = (
    Seen("safe", "Öppet och ljust, folk rör sig fram och tillbaka.", "square"),
    Seen("broken", "Två lampor är släckta vid trappan.", "underpass"),
    Seen("unsafe", "Svårt att se runt hörnet, buskarna når över räcket.", "underpass"),
    Seen("unsafe", "Ingen syns till när sista tåget har gått.", "station"),
    Seen("idea", "En skylt som visar den ljusa vägen till centrum.", "station"),
)
NEWS: tuple[Piece, ...] = (
    Piece(
        3,
        "Klottret vid {underpass} är borta",
        "underpass",
        "Båda väggarna klottrades ned.",
        "Väggarna var rena inom två dygn. Rundan två kvällar i veckan går förbi där.",
    ),
    Piece(
        12,
        "Lugnare utanför {school} på morgonen",
        "school",
        "Bilar stannade på övergångsstället vid lämning och hämtning.",
        "Vi stod där tre morgnar och pratade med dem som körde. Skyltarna ses över.",
    ),
    Piece(
        23,
        "Skräp och bränder vid {park}",
        "park",
        "Skräp blev liggande och det brann i papperskorgar.",
        "Papperskorgarna töms varje dag tills vidare. Vi tar reda på varför det händer innan vi lovar något mer.",
    ),
    Piece(
        1,
        "Vi har gått en trygghetsvandring vid {underpass}",
        "underpass",
        "Vi gick vägen tillsammans och skrev ned vad vi såg.",
        "Det som är trasigt är anmält. Vad det ledde till berättar vi här.",
        waits=True,
    ),
)
DOCUMENT = "Så arbetar vi tillsammans för trygghet"
DOCUMENT_ABOUT = "En sida om hur en rapport blir en lägesbild, ett problem, en åtgärd och ett löfte."
DOCUMENT_TEXT = (
    "Påhittat exempel. Kommunen och polisen samlar varje vecka det som har rapporterats till en lägesbild. Där något "
    "avviker mer än slumpen kan göra tar gruppen reda på vad det beror på. Problemet beskrivs: vad, var, när och vem "
    "som drabbas, aldrig vem som har gjort det. Varje orsak möts med en åtgärd som har en ansvarig och ett datum. Det "
    "som parterna vågar lova blir ett löfte till dem som bor här. När tiden är slut berättar vi om vi höll det och om "
    "det hjälpte, också när svaret är nej eller att det inte går att avgöra."
)
