"""What the agreement of each invented municipality undertakes: one is shaped after each text, in words of our own.

Each has the key of the reading of the text it is shaped after (`compliance.library`), by which it is checked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promised:
    """An undertaking: its text, how often in words, and the key of the reading it is checked by."""

    text: str
    often: str
    key: str


def _of(name: str, *rows: tuple[str, str]) -> tuple[Promised, ...]:
    return tuple(Promised(text, often, f"{name}/{i}") for i, (text, often) in enumerate(rows, start=1))


_KOPING = _of(
    "koping-2024",
    ("Arbetet leds av en styrgrupp, bereds i BRÅ och görs i EST-gruppen.", ""),
    ("Varje part har en samordnare för det brottsförebyggande arbetet.", ""),
    ("Hur planen genomförs rapporteras på varje möte i BRÅ.", "löpande"),
    ("På fokusområdena möter vi dem som riskerar att dras in i droger eller brott, och erbjuder stöd.", ""),
    ("Vi syns tillsammans på de platser som lägesbilden pekar ut.", "varje månad"),
    ("Polisen arbetar med förvaltningarna, bostadsbolaget och energibolaget för att boende ska störas mindre.", ""),
    ("Vi berättar när något har hänt och vad som har gjorts.", "löpande"),
    ("Invånare och företag får vara med och säga vad de ser.", "varje år"),
    ("Lägesbilden hålls aktuell och bygger på kunskap.", "varje månad; strategisk varje år"),
    ("EST-gruppen möts minst fyra gånger om året och återkopplar till BRÅ.", "fyra gånger per år"),
)
UNDERTAKINGS: dict[str, tuple[Promised, ...]] = {
    "alvhamra": (*_KOPING[:3], _KOPING[8], _KOPING[9]),
    "ronnmora": (*_KOPING[:2], *_KOPING[3:]),
    "kungsfjarda": _of(
        "vasteras-2019",
        ("Allt gemensamt arbete utgår från den gemensamma lägesbilden.", ""),
        ("Lägesbilden byggs av dialoger med medarbetare och invånare, och av statistik.", "varje år"),
        ("En övergripande lägesbild tas fram varje år.", "varje år"),
        ("Utifrån den värderas och prioriteras problemen.", "varje år"),
        ("Varje prioriterat problem får sina orsaker analyserade.", ""),
        ("Varje problem får en handlingsplan med någon som ansvarar för varje åtgärd.", ""),
        ("Några av åtgärderna blir medborgarlöften.", ""),
        ("Löftena löper helst halvårsvis, april till september och oktober till mars.", "halvårsvis"),
        ("Lägesbilden justeras på EST-gruppens möten varje vecka.", "varje vecka"),
        ("EST används för gemensamma åtgärder som behövs genast, och utvecklas.", "varje kvartal"),
        ("Föregående års arbete utvärderas innan en ny övergripande lägesbild tas fram.", "varje år"),
        ("Löften utvärderas när de tar slut.", ""),
        ("Utvärderingen säger både om vi gjorde det vi lovade och om det hjälpte.", ""),
        ("Parterna verkar tillsammans för att överenskommelsen hålls.", ""),
        ("Varje organisation har en kontaktperson.", ""),
        ("Kommunen kallar till årets första möte och lägger en tidplan senast den 1 juni.", "senast 1 juni varje år"),
        ("Lägesbilden är klar senast den 1 januari, och löftena löper halvårsvis.", "senast 1 januari varje år"),
        ("En gemensam kommunikationsplan säger hur vi berättar om arbetet.", ""),
    ),
    "tranmora": _of(
        "lekeberg-2020",
        ("Parterna låter samverkan och de åtgärder som beslutats gå före annat.", ""),
        ("Parterna har avsatt tjänster för att samordna arbetet.", ""),
        ("Polisen håller en områdespolis och en kommunpolis.", ""),
        ("Kommunen håller samordnare för BRÅ, för ANDT och mot våldsbejakande extremism.", ""),
        ("BRÅ möts fyra gånger om året.", "fyra gånger per år"),
        ("De som sitter i BRÅ får besluta för sin verksamhet.", ""),
        ("Båda parter har utsett tjänstemän som samordnar.", ""),
        ("Polisen tar emot besök i kommunhuset två timmar i veckan.", "två timmar i veckan"),
        ("Mottagningen utvärderas under sitt första år.", ""),
        ("Lägesbilden tas fram tillsammans minst fyra gånger om året.", "fyra gånger per år"),
        ("Parterna hjälps åt med att genomföra medborgarlöftena.", ""),
        ("Löftena grundas på problem som invånarna upplever.", ""),
        ("Tid och pengar avsätts för att fråga invånarna, kartlägga, analysera och genomföra.", "varje år"),
        ("Åtgärderna följs upp på varje möte.", "löpande"),
        ("Löftena berättas för invånarna.", ""),
        ("Löften beslutas i BRÅ eller av kommunstyrelsen.", ""),
        ("Skola, polis, socialtjänst och fritid utvecklar sitt samarbete.", ""),
        ("En handlingsplan säger vem som gör vad i samarbetet kring unga.", ""),
        ("Kommunen har en policy och en handlingsplan mot våldsbejakande extremism och social oro.", ""),
        ("Lokalpolisområdeschefen och kommundirektören svarar för att besluten genomförs.", ""),
        ("Varje möte i BRÅ börjar med vad som hänt sedan förra gången.", "varje möte i BRÅ"),
    ),
    "malmfjarda": _of(
        "sandviken-2015",
        ("Parterna samlar in vad som händer och håller en gemensam problembild aktuell.", "varje månad"),
        ("En medborgardialog hålls varje år.", "varje år"),
        ("Löften ges utifrån problembilden och dialogen, med vem som gör vad och när.", ""),
        ("Också annat gemensamt arbete följer prioriteringen.", ""),
        ("Insatserna utvärderas och redovisas för båda ledningarna.", "varje år"),
        ("Det finns en styrgrupp där båda parter driver arbetet.", ""),
        ("Arbetsgrupperna rapporterar till styrgruppen.", "regelbundet"),
        ("Styrgruppen rapporterar till polisens och kommunens ledning.", ""),
        ("Styrgruppen träffas regelbundet; kommunen kallar.", "varje kvartal"),
        ("Styrgruppen avgör vilka områden arbetet riktas mot.", "varje år"),
        ("Arbetsgrupperna tar fram handlingsplaner för sina områden.", ""),
    ),
}
