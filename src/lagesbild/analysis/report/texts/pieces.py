"""What is said of parts of a result that a page lays out itself: cells, headings, standings, verdicts."""

from __future__ import annotations

from typing import Any

PIECES: dict[str, dict[str, Any]] = {
    "numbers": {
        "sv": ("ingen", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
        "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
               "twelve"),
    },
    "followed": {
        "sv": "En händelse följs av fler i närheten",
        "en": "One incident is followed by another nearby",
    },
    "followed_little": {
        "sv": "Bara lite fler händelser nära varandra än slumpen ger",
        "en": "Only a little more closeness than chance gives",
    },
    "followed_none": {
        "sv": "Inget tecken på att en händelse följs av nästa",
        "en": "No sign that one incident brings the next",
    },
    "followed_how": {
        "sv": "Par av händelser av samma slag, efter hur nära varandra de ligger. 2 × betyder dubbelt så många par som "
              "om tid och plats inte hade med varandra att göra.",
        "en": "Pairs of incidents of the same kind, by how close they are. 2 × means twice as many pairs as if time "
              "and place had nothing to do with each other.",
    },
    "pairs": {
        "sv": ("{n} par, slumpen ger {expected}", "{n} par, slumpen ger {expected}"),
        "en": ("{n} pair, chance gives {expected}", "{n} pairs, chance gives {expected}"),
    },
    "pairs_few": {"sv": "för få för att säga", "en": "too few to say"},
    "pairs_chance": {"sv": "som slumpen ger", "en": "as chance gives"},
    "pairs_seldom": {"sv": "av slump 1 gång på {n}", "en": "by chance 1 time in {n}"},
    "unit_days": {"sv": "dygn", "en": "days"},
    "unit_m": {"sv": "m", "en": "m"},
    "twice": {
        "sv": ("{n} punkt drabbades mer än en gång.", "{n} punkter drabbades mer än en gång."),
        "en": ("{n} point was hit more than once.", "{n} points were hit more than once."),
    },
    "twice_share": {
        "sv": "De rymmer {share} av händelserna som har en plats.",
        "en": "They hold {share} of the incidents that have a place.",
    },
    "series": {
        "sv": ("{words} möjlig serie", "{words} möjliga serier"),
        "en": ("{words} possible series", "{words} possible series"),
    },
    "series_none": {"sv": "Inga möjliga serier", "en": "No possible series"},
    "series_how": {
        "sv": "Händelser av en kategori, var och en inom {metres} meter och {days} dygn från en annan. Att de ligger "
              "nära varandra betyder inte att de hör ihop.",
        "en": "Incidents of one category, each within {metres} metres and {days} days of another. That they lie close "
              "does not mean that they belong together.",
    },
    "series_searched": {
        "sv": ("En kategori har genomsökts. Inga händelser ligger närmare varandra i tid och rum än slumpen ger.",
               "{n} kategorier har genomsökts. Inga händelser ligger närmare varandra i tid och rum än slumpen ger."),
        "en": ("One category was searched. No incidents lie closer in time and place than chance gives.",
               "{n} categories were searched. No incidents lie closer in time and place than chance gives."),
    },
    "series_one": {
        "sv": "{count} händelser {when}, inom {metres} meter från varandra{where}.",
        "en": "{count} incidents {when}, within {metres} metres of each other{where}.",
    },
    "series_point": {
        "sv": "{count} händelser {when}, alla på samma punkt{where}.",
        "en": "{count} incidents {when}, all at one point{where}.",
    },
    "series_chance": {
        "sv": "Med hänsyn till hur många kategorier som genomsökts ger slumpen lika mycket 1 gång på {n}.",
        "en": "Corrected for the categories searched, chance gives as much 1 time in {n}.",
    },
    "standing_only": {"sv": "det enda som har värderats", "en": "the only one that has been valued"},
    "standing_always": {"sv": "etta i alla rimliga viktningar", "en": "first in every reasonable weighting"},
    "standing_first": {
        "sv": "etta i {share} % av rimliga viktningar",
        "en": "first in {share} % of reasonable weightings",
    },
    "standing_place": {
        "sv": "oftast på plats {place}, i {share} % av rimliga viktningar",
        "en": "most often in place {place}, in {share} % of reasonable weightings",
    },
    "verdict_more": {"sv": "fler än enbart slumpen ger", "en": "more than chance alone gives"},
    "verdict_fewer": {"sv": "färre än enbart slumpen ger", "en": "fewer than chance alone gives"},
    "verdict_alike": {"sv": "kan inte skiljas åt", "en": "cannot be told apart"},
    "verdict_higher": {"sv": "högre", "en": "higher"},
    "verdict_lower": {"sv": "lägre", "en": "lower"},
    "verdict_short": {"sv": "för kort historik för att säga", "en": "history too short to say"},
    "change": {
        "sv": "{period} mot {then}: {now} mot {before}",
        "en": "{period} against {then}: {now} against {before}",
    },
    "change_more": {
        "sv": "{change}, {percent} % fler och fler än enbart slumpen ger.",
        "en": "{change}, {percent} % more and more than chance alone gives.",
    },
    "change_fewer": {
        "sv": "{change}, {percent} % färre och färre än enbart slumpen ger.",
        "en": "{change}, {percent} % fewer and fewer than chance alone gives.",
    },
    "change_few": {"sv": "{change}, för få för att säga.", "en": "{change}, too few to say."},
    "change_alike": {
        "sv": "{change}; kan inte skiljas från slumpen.",
        "en": "{change}; cannot be told from chance.",
    },
    "change_apart": {
        "sv": "{change}; intervallen möts inte: {verdict}.",
        "en": "{change}; the intervals do not meet: {verdict}.",
    },
    "change_other": {"sv": "{change}; {verdict}.", "en": "{change}; {verdict}."},
    "varied_short": {
        "sv": "Historiken är för kort för att veta hur mycket sådana antal varierar; hänsyn är bara tagen till slumpen "
              "i enstaka händelser.",
        "en": "The history is too short to know how much such counts vary; only chance of single events is allowed "
              "for.",
    },
    "varied": {
        "sv": "Prövningen tar hänsyn till hur mycket antalen har varierat tidigare ({times} gånger enbart slumpen).",
        "en": "The test allows for how much these counts have varied before ({times} times chance alone).",
    },
}  # fmt: skip
