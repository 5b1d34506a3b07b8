"""What is said of change, closeness, effect and texts, in both languages; a pair is for one and for more."""

from __future__ import annotations

from typing import Any

CHANGES: dict[str, dict[str, Any]] = {
    "too_few": {"sv": "För få för att säga något.", "en": "Too few to say."},
    "weekdays": {
        "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
        "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    },
    "deviation_above": {
        "sv": "{name}: {said}. Det är fler än slumpen brukar ge.",
        "en": "{name}: {said}. That is more than chance usually gives.",
    },
    "deviation_below": {
        "sv": "{name}: {said}. Det är färre än slumpen brukar ge.",
        "en": "{name}: {said}. That is fewer than chance usually gives.",
    },
    "deviation_none": {
        "sv": ("Den serie som prövades avviker inte mer än slumpen gör.",
               "Ingen av {n} serier avviker mer än slumpen gör."),
        "en": ("The one series that was tested deviates no more than chance makes it.",
               "None of {n} series deviates more than chance makes it."),
    },
    "deviation_chance": {
        "sv": ("Hade serien bedömts för sig utan rättning hade slumpen gett högst {alarms} larm om året.",
               "Hade var och en av {n} serier bedömts för sig hade slumpen gett upp till {alarms} larm om året; "
               "här är det rättat för."),
        "en": ("Judged without correction, chance would have given at most {alarms} alarms a year.",
               "Had each of {n} series been judged by itself, chance would have given up to {alarms} alarms a year; "
               "this is corrected for."),
    },
    "changed": {
        "sv": "{name}: {against}. Antalet har ändrats mer än slumpen gör.",
        "en": "{name}: {against}. The number has changed by more than chance makes.",
    },
    "changed_none": {
        "sv": ("Platsen har inte ändrats mer än slumpen gör.", "Ingen av {n} platser har ändrats mer än slumpen gör."),
        "en": ("The place has not changed more than chance makes.",
               "None of {n} places has changed more than chance makes."),
    },
    "ranked": {
        "sv": "{name} skulle höra till de {k} främsta i {times} fall av 100, om samma tid drogs om.",
        "en": "{name} would be among the first {k} in {times} of 100 cases, were the same time drawn again.",
    },
    "knox": {
        "sv": ("{n} par ligger {metres} meter och {days} dagar från varandra, mot väntade {expected} ({p}).",
               "{n} par ligger {metres} meter och {days} dagar från varandra, mot väntade {expected} ({p})."),
        "en": ("{n} pair lies {metres} metres and {days} days apart, against an expected {expected} ({p}).",
               "{n} pairs lie {metres} metres and {days} days apart, against an expected {expected} ({p})."),
    },
    "knox_none": {
        "sv": "I inget av {n} fack ligger fler par nära varandra i rum och tid än slumpen ger.",
        "en": "In none of {n} bands do more pairs lie near each other in space and time than chance gives.",
    },
    "near": {
        "sv": "Efter en händelse är risken förhöjd inom {metres} meter i {days} dagar: {n} par närmast i rum och tid, "
              "mot väntade {expected}.",
        "en": "After an incident the risk is raised within {metres} metres for {days} days: {n} pairs nearest in "
              "space and time, against an expected {expected}.",
    },
    "near_cause": {
        "sv": "Att en händelse följs av en annan säger inte att den första orsakade den.",
        "en": "That one incident is followed by another does not say that the first brought it.",
    },
    "near_none": {
        "sv": "Det går inte att säga att händelser följs av nya i närheten oftare än slumpen ger.",
        "en": "It cannot be said that incidents are followed by others nearby more often than chance gives.",
    },
    "near_floor": {
        "sv": "Om händelser följs av nya i närheten kan inte avgöras: omkastningarna är för få för {n} fack.",
        "en": "Whether incidents are followed by others nearby cannot be told: the permutations are too few for {n} "
              "bands.",
    },
    "together": {
        "sv": "Händelser som ligger nära varandra i rummet ligger nära i tiden oftare än slumpen ger ({p}).",
        "en": "Incidents near each other in space are near in time more often than chance gives ({p}).",
    },
    "together_none": {
        "sv": "Det går inte att säga att händelser nära varandra i rummet också ligger nära i tiden ({p}).",
        "en": "It cannot be said that incidents near each other in space are near in time too ({p}).",
    },
    "chain": {
        "sv": "{n} händelser hänger ihop i rum och tid mer än slumpen ger ({p}).",
        "en": "{n} incidents hang together in space and time more than chance gives ({p}).",
    },
    "chains_none": {
        "sv": "Inga händelser hänger ihop i rum och tid mer än slumpen ger.",
        "en": "No incidents hang together in space and time more than chance gives.",
    },
    "week": {
        "sv": ("{n} händelse är fördelad över de timmar då den kan ha skett.",
               "{n} händelser är fördelade över de timmar då de kan ha skett."),
        "en": ("{n} incident is shared among the hours in which it may have happened.",
               "{n} incidents are shared among the hours in which they may have happened."),
    },
    "week_longer": {
        "sv": "{said}, kan ha skett när som helst under mer än en vecka och säger inget om tidpunkten.",
        "en": "{said}, may have happened at any time of more than a week and say nothing of when.",
    },
    "week_point": {
        "sv": "{said}, har bara en starttid.",
        "en": "{said}, have only a start.",
    },
    "busiest": {
        "sv": "Mest händer det {days} kl. {hours}: {share} händelser av 100, mot {uniform} om alla timmar vore lika.",
        "en": "Most happens {days} {hours}: {share} incidents of 100, against {uniform} were all hours alike.",
    },
    "busiest_none": {
        "sv": "Ingen tid i veckan står ut mer än slumpen ger.",
        "en": "No time of the week stands out more than chance gives.",
    },
    "gathered": {
        "sv": "{n} händelser samlas på färre platser än slumpen ger (Gini {gini}).",
        "en": "{n} incidents gather at fewer places than chance gives (Gini {gini}).",
    },
    "gathered_none": {
        "sv": "{n} händelser samlas inte mer än slumpen ger (Gini {gini}).",
        "en": "{n} incidents gather no more than chance gives (Gini {gini}).",
    },
    "repeated": {
        "sv": "Platser som drabbats två gånger eller fler: {said}. Det är fler än slumpen ger.",
        "en": "Places hit twice or more: {said}. That is more than chance gives.",
    },
    "repeated_fewer": {
        "sv": "Platser som drabbats två gånger eller fler: {said}. Det är färre än slumpen ger.",
        "en": "Places hit twice or more: {said}. That is fewer than chance gives.",
    },
    "repeated_oftener": {
        "sv": "Platser som drabbats två gånger eller fler: {said}. Det är färre än slumpen ger, men de som drabbats "
              "har drabbats desto oftare.",
        "en": "Places hit twice or more: {said}. That is fewer than chance gives, but those that were hit were hit all "
              "the oftener.",
    },
    "repeated_chance": {
        "sv": "Platser som drabbats två gånger eller fler: {said}. Så kan slumpen falla.",
        "en": "Places hit twice or more: {said}. Chance can give as much.",
    },
    "hits": {
        "sv": "Av de senare händelserna låg {said}, i de utpekade områdena, som är {area} % av ytan.",
        "en": "Of the later incidents {said}, lay in the areas pointed out, which are {area} % of the whole.",
    },
    "map_alike": {
        "sv": "Kartan träffade {n}, de enklaste talen {simple}: slumpen kan göra den skillnaden.",
        "en": "The map caught {n}, simple counts {simple}: chance can make the difference.",
    },
    "map_better": {
        "sv": "Kartan träffade {n}, de enklaste talen {simple}: kartan är bättre än så.",
        "en": "The map caught {n}, simple counts {simple}: the map is better.",
    },
    "map_worse": {
        "sv": "Kartan träffade {n}, de enklaste talen {simple}: kartan är sämre än att bara räkna.",
        "en": "The map caught {n}, simple counts {simple}: the map is worse than merely counting.",
    },
    "differ": {
        "sv": "De två talen skiljer sig mer än slumpen gör ({p}).",
        "en": "The two counts differ by more than chance makes ({p}).",
    },
    "differ_chance": {
        "sv": "Slumpen kan göra en sådan skillnad mellan de två talen ({p}).",
        "en": "Chance can make such a difference between the two counts ({p}).",
    },
    "regression_first": {
        "sv": "En plats som valdes för att den hade många händelser får färre av sig själv; det ska räknas av först.",
        "en": "A place chosen for its many incidents has fewer by itself; that is to be allowed for first.",
    },
    "wdd_fewer": {
        "sv": "{n} färre händelser än om det hade gått som i jämförelsen, mer än slumpen gör (intervall {span}).",
        "en": "{n} incidents fewer than had it gone as in the comparison, more than chance makes (interval {span}).",
    },
    "wdd_more": {
        "sv": "{n} fler händelser än om det hade gått som i jämförelsen, mer än slumpen gör (intervall {span}).",
        "en": "{n} incidents more than had it gone as in the comparison, more than chance makes (interval {span}).",
    },
    "wdd_chance": {
        "sv": "Skillnaden mot jämförelseområdet är {n}, och slumpen kan göra den (intervall {span}).",
        "en": "The difference from the comparison is {n}, and chance can make it (interval {span}).",
    },
    "wdd_as_chance": {
        "sv": "Det gäller om antalen varierar så som slumpen ensam ger; varierar de mer, som anmälningar ofta gör, är "
              "det mindre säkert.",
        "en": "That holds if counts vary as chance alone makes them; where they vary more, as reports often do, it is "
              "less sure.",
    },
    "moved": {
        "sv": "I området intill blev det fler: en del kan ha flyttat dit.",
        "en": "There were more next to it: some may have moved there.",
    },
    "benefit_spread": {
        "sv": "Även i området intill blev det färre: nyttan kan ha spridit sig.",
        "en": "There were fewer next to it too: the benefit may have spread.",
    },
    "moved_unknown": {
        "sv": "Om något flyttade till området intill går inte att säga.",
        "en": "Whether anything moved next door cannot be said.",
    },
    "harm_fewer": {
        "sv": "Skadan minskade med {n}, mer än slumpen gör (intervall {span}).",
        "en": "Harm fell by {n}, more than chance makes (interval {span}).",
    },
    "harm_more": {
        "sv": "Skadan ökade med {n}, mer än slumpen gör (intervall {span}).",
        "en": "Harm rose by {n}, more than chance makes (interval {span}).",
    },
    "harm_chance": {
        "sv": "Skillnaden i skada är {n}, och slumpen kan göra den (intervall {span}).",
        "en": "The difference in harm is {n}, and chance can make it (interval {span}).",
    },
    "quotient_moved": {
        "sv": "Kvoten är {quotient}: en del kan ha flyttat till området intill.",
        "en": "The quotient is {quotient}: some may have moved next door.",
    },
    "quotient_spread": {
        "sv": "Kvoten är {quotient}: även området intill kan ha fått färre.",
        "en": "The quotient is {quotient}: the area next door may have benefited too.",
    },
    "no_interval": {
        "sv": "Kvoten säger inget om slumpen.",
        "en": "The quotient says nothing of chance.",
    },
    "did_fewer": {
        "sv": "{n} händelser. Hade det gått som i jämförelsen hade {expected} väntats; "
              "det är färre än slumpen gör (det motsvarar {span}).",
        "en": "{n} incidents. Had it gone as in the comparison {expected} were to be expected; "
              "that is fewer than chance makes (equal to {span}).",
    },
    "did_more": {
        "sv": "{n} händelser. Hade det gått som i jämförelsen hade {expected} väntats; "
              "det är fler än slumpen gör (det motsvarar {span}).",
        "en": "{n} incidents. Had it gone as in the comparison {expected} were to be expected; "
              "that is more than chance makes (equal to {span}).",
    },
    "did_chance": {
        "sv": "{n} händelser. Hade det gått som i jämförelsen hade {expected} väntats; "
              "slumpen kan göra den skillnaden (det motsvarar {span}).",
        "en": "{n} incidents. Had it gone as in the comparison {expected} were to be expected; "
              "chance can make the difference (equal to {span}).",
    },
    "not_parallel": {
        "sv": "De två följdes inte åt före heller, så jämförelsen haltar.",
        "en": "The two did not move alike before either, so the comparison limps.",
    },
    "its_fewer": {
        "sv": "{said}. Det är färre än slumpen ger efter den tidigare nivån.",
        "en": "{said}. That is fewer than chance gives after the level before.",
    },
    "its_more": {
        "sv": "{said}. Det är fler än slumpen ger efter den tidigare nivån.",
        "en": "{said}. That is more than chance gives after the level before.",
    },
    "its_chance": {
        "sv": "{said}. Det går inte att säga att nivån har ändrats.",
        "en": "{said}. It cannot be said that the level has changed.",
    },
    "no_control": {
        "sv": "Utan något att jämföra med går det inte att skilja från annat som började samtidigt.",
        "en": "Without a comparison it cannot be told from whatever else began at the same time.",
    },
    "regression": {
        "sv": "Görs inget väntas {span} (mitt i: {expected}), inte {before}: platser som stått ut faller tillbaka. "
              "Jämfört med {n} platser.",
        "en": "If nothing is done {span} are to be expected (middle: {expected}), not {before}: places that stood out "
              "fall back. Compared with {n} places.",
    },
    "regression_few": {
        "sv": "Görs inget väntas {span}. En plats som valts för att den stod ut faller oftast tillbaka av sig själv, "
              "men jämförbara platser är för få för att säga hur långt.",
        "en": "If nothing is done {span} are to be expected. A place that is chosen because it stood out mostly falls "
              "back by itself, but there are too few comparable places to say how far.",
    },
    "regression_not_out": {
        "sv": "Görs inget väntas {span} (mitt i: {expected}). Bland {n} jämförbara platser sticker platsen inte ut, så "
              "ingen minskning av sig själv är att vänta.",
        "en": "If nothing is done {span} are to be expected (middle: {expected}). Among {n} comparable places it does "
              "not stand out, so that no fall by itself is to be expected.",
    },
    "detectable": {
        "sv": "Väntade är {expected}. Blir det {n} eller färre syns det; en mindre minskning går inte att skilja "
              "från slumpen.",
        "en": "{expected} are expected. {n} or fewer would show; a smaller fall cannot be told from chance.",
    },
    "detectable_power": {
        "sv": "För att det ska synas i {times} fall av 100 måste {fewer} av {expected} bort{percent}.",
        "en": "To be seen in {times} cases of 100 it must take away {fewer} of {expected}{percent}.",
    },
    "detectable_smaller": {
        "sv": "En mindre effekt kan finnas ändå, men går då inte att avgöra.",
        "en": "A smaller effect can be there all the same, but could not be told.",
    },
    "undetectable": {
        "sv": "Väntade är {expected}. Med så små tal skulle inte ens noll visa en minskning.",
        "en": "{expected} are expected. With numbers as small not even nought would show a fall.",
    },
    "harm": {
        "sv": ("{n} händelse, i skada {total} {unit} ({span}), enligt {source} {year}.",
               "{n} händelser, i skada {total} {unit} ({span}), enligt {source} {year}."),
        "en": ("{n} incident, in harm {total} {unit} ({span}), by {source} {year}.",
               "{n} incidents, in harm {total} {unit} ({span}), by {source} {year}."),
    },
    "harm_left": {
        "sv": ("{n} händelse har ingen vikt och är inte med.", "{n} händelser har ingen vikt och är inte med."),
        "en": ("{n} incident has no weight and is left out.", "{n} incidents have no weight and are left out."),
    },
    "theme": {
        "sv": "Texter om {words}: {said}.",
        "en": "Texts about {words}: {said}.",
    },
    "hidden": {
        "sv": ("{n} tal visas inte, så att inget tal under {minimum} går att räkna ut.",
               "{n} tal visas inte, så att inget tal under {minimum} går att räkna ut."),
        "en": ("{n} count is not shown, so that none below {minimum} can be worked out.",
               "{n} counts are not shown, so that none below {minimum} can be worked out."),
    },
    "all_shown": {"sv": "Alla tal visas.", "en": "All counts are shown."},
    "groups": {
        "sv": ("{n} grupp, {rows} rader som kan höra ihop. Människor avgör.",
               "{n} grupper, {rows} rader som kan höra ihop. Människor avgör."),
        "en": ("{n} group, {rows} rows that may belong together. People decide.",
               "{n} groups, {rows} rows that may belong together. People decide."),
    },
}  # fmt: skip
