"""What is said of steps of time, of sources and their clocks, and of orders of precedence."""

from __future__ import annotations

from typing import Any

STEPS: dict[str, dict[str, Any]] = {
    "cusum": {
        "sv": "{name}: fler än väntat har lagts på hög så att gränsen är passerad i det senaste steget.",
        "en": "{name}: more than expected have piled up, so that the limit is passed in the latest step.",
    },
    "cusum_none": {
        "sv": ("Serien ligger under gränsen: inga fler än väntat har lagts på hög.",
               "Ingen av {n} serier är över gränsen: inga fler än väntat har lagts på hög."),
        "en": ("The series is below the limit: no more than expected have piled up.",
               "None of {n} series is above the limit: no more than expected have piled up."),
    },
    "cusum_chance": {
        "sv": "Utan någon ändring passerar en serie gränsen av en slump i genomsnitt en gång på {length} steg.",
        "en": "Without any change a series passes the limit by chance once in {length} steps on average.",
    },
    "cusum_began": {
        "sv": "När ökningen började säger inte larmet.",
        "en": "The alarm does not say when the rise began.",
    },
    "break_start": {
        "sv": "{name} började på allvar i steg {at}: i genomsnitt {after} per steg, mot {before} innan.",
        "en": "{name} began in earnest in step {at}: {after} a step on average, against {before} before.",
    },
    "break_end": {
        "sv": "{name} upphörde i steg {at}: i genomsnitt {after} per steg, mot {before} innan.",
        "en": "{name} ended in step {at}: {after} a step on average, against {before} before.",
    },
    "break_gap": {
        "sv": "{name} var nästan tyst från steg {at} till steg {until}: i genomsnitt {after} per steg, mot {before} "
              "runt omkring.",
        "en": "{name} was nearly silent from step {at} to step {until}: {after} a step on average, against {before} "
              "around it.",
    },
    "break_gap_one": {
        "sv": "{name} var nästan tyst i steg {at}: {after}, mot i genomsnitt {before} per steg runt omkring.",
        "en": "{name} was nearly silent in step {at}: {after}, against {before} a step on average around it.",
    },
    "break_step": {
        "sv": "{name} bytte nivå i steg {at}: från {before} till {after} per steg (i kvot {span}), i de flesta "
              "serierna samtidigt.",
        "en": "{name} changed level in step {at}: from {before} to {after} a step (as a ratio {span}), in most of its "
              "series at once.",
    },
    "break_why": {
        "sv": "Om det är verkligheten eller rutinen som ändrats kan inte avgöras av talen; jämför inte förbi bytet.",
        "en": "Whether it is reality or routine that changed cannot be told from the numbers; do not compare across "
              "it.",
    },
    "break_none": {
        "sv": "Inget avbrott och inget nivåbyte syns i källorna.",
        "en": "No gap and no change of level is seen in the sources.",
    },
    "heaped": {
        "sv": ("{n} händelse är angiven till exakt {hour}, där timmarna omkring gör {expected} troligt.",
               "{n} händelser är angivna till exakt {hour}, där timmarna omkring gör {expected} troligt."),
        "en": ("{n} incident is given at {hour} sharp, where the hours around make {expected} likely.",
               "{n} incidents are given at {hour} sharp, where the hours around make {expected} likely."),
    },
    "heaped_default": {
        "sv": "Det är oftare ett förval än ett klockslag.",
        "en": "That is more often a default than a time.",
    },
    "heaped_drawn": {"sv": "Bara så många ritas.", "en": "Only that many are drawn."},
    "heaped_maybe": {
        "sv": ("{n} händelse är angiven till exakt {hour}, där timmarna bredvid har {beside} i genomsnitt.",
               "{n} händelser är angivna till exakt {hour}, där timmarna bredvid har {beside} i genomsnitt."),
        "en": ("{n} incident is given at {hour} sharp, where the hours beside it have {beside} on average.",
               "{n} incidents are given at {hour} sharp, where the hours beside it have {beside} on average."),
    },
    "heaped_partly": {
        "sv": "En del av dem är troligen ett förval och inget klockslag.",
        "en": "Some of them are probably a default and not a time.",
    },
    "heaped_none": {
        "sv": ("Inget klockslag anges oftare än tiderna runt omkring ({n} händelse med klockslag).",
               "Inget klockslag anges oftare än tiderna runt omkring ({n} händelser med klockslag)."),
        "en": ("No hour is given more often than those around it ({n} incident with an hour).",
               "No hour is given more often than those around it ({n} incidents with an hour)."),
    },
    "round": {
        "sv": "På hel timme anges {hour} tider av 100 och på halv {half}; sanna tider hade gett ungefär 2 av vardera.",
        "en": "On the full hour are {hour} times in 100 and on the half {half}; true times would give about 2 of each.",
    },
    "season": {
        "sv": "{name}: {said} om året vore jämnt.",
        "en": "{name}: {said} if the year were even.",
    },
    "season_of": {
        "sv": "Räknat över {years} hela år; att {n} delar av året har prövats är det rättat för.",
        "en": "Counted over {years} whole years; it is corrected for {n} parts of the year having been tested.",
    },
    "season_months": {
        "sv": "Månaderna är räknade som lika långa; februari får då för få av sig själv.",
        "en": "The months are counted as equally long; a February then has too few of itself.",
    },
    "season_together": {
        "sv": "Delarna av året skiljer sig tillsammans mer än slumpen ger under {years} hela år, men ingen gör det för "
              "sig.",
        "en": "The parts of the year together differ by more than chance gives over {years} whole years, but none does "
              "by itself.",
    },
    "season_none": {
        "sv": "Ingen del av året har fler eller färre än slumpen ger under {years} hela år.",
        "en": "No part of the year has more or fewer than chance gives over {years} whole years.",
    },
    "trend": {
        "sv": "Med årstiden borträknad: i genomsnitt {first} per steg det första året och {last} det sista.",
        "en": "With the season taken away: {first} a step on average in the first year and {last} in the last.",
    },
    "trend_untested": {
        "sv": "Det är en beskrivning: om skillnaden är mer än slumpen ger har inte prövats.",
        "en": "That is a description: whether the difference is more than chance gives has not been tested.",
    },
    "first": {
        "sv": "{name} kommer först i {times} av 100 rimliga viktningar.",
        "en": "{name} comes first in {times} of 100 reasonable weightings.",
    },
    "first_open": {
        "sv": "Vilken som kommer först beror på viktningen; ingen gör det i mer än hälften av de rimliga.",
        "en": "Which comes first hangs on the weighting; none does in more than half of the reasonable ones.",
    },
    "unscored": {
        "sv": "För {name} vilar {times} av 100 delar av vikten på det som ingen har bedömt.",
        "en": "For {name} {times} of 100 parts of the weight lie on what nobody has scored.",
    },
    "spread": {
        "sv": "Antalen varierar {value} gånger så mycket som slumpen ensam ger, och så mycket räknas med.",
        "en": "Counts vary {value} times as much as chance alone gives, and that much is allowed for.",
    },
    "spread_chance": {
        "sv": "Antalen varierar inte mer än slumpen ger.",
        "en": "Counts vary no more than chance gives.",
    },
    "spread_unknown": {
        "sv": "Hur mycket antalen brukar variera kan inte avgöras: stegen är för få.",
        "en": "How much counts usually vary cannot be told: there are too few steps.",
    },
}  # fmt: skip
