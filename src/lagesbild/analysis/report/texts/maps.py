"""What is said of maps: where it gathers, whether neighbours are alike, clusters, patterns over periods."""

from __future__ import annotations

from typing import Any

MAPS: dict[str, dict[str, Any]] = {
    "hot": {
        "sv": ("{n} av {tests} prövade platser har tillsammans med sina grannar fler händelser än slumpen ger.",
               "{n} av {tests} prövade platser har tillsammans med sina grannar fler händelser än slumpen ger."),
        "en": ("{n} of {tests} places tested has more incidents, with its neighbours, than chance gives.",
               "{n} of {tests} places tested have more incidents, with their neighbours, than chance gives."),
    },
    "cold": {
        "sv": ("{n} av {tests} prövade platser har tillsammans med sina grannar färre händelser än slumpen ger.",
               "{n} av {tests} prövade platser har tillsammans med sina grannar färre händelser än slumpen ger."),
        "en": ("{n} of {tests} places tested has fewer incidents, with its neighbours, than chance gives.",
               "{n} of {tests} places tested have fewer incidents, with their neighbours, than chance gives."),
    },
    "map_named": {
        "sv": "{name}: {sum} med grannarna, mot väntade {expected} ({p}).",
        "en": "{name}: {sum} with its neighbours, against an expected {expected} ({p}).",
    },
    "map_none": {
        "sv": ("Den prövade platsen sticker inte ut mer än slumpen ger.",
               "Ingen av {n} prövade platser sticker ut mer än slumpen ger."),
        "en": ("The place tested stands out no more than chance gives.",
               "None of {n} places tested stands out more than chance gives."),
    },
    "map_corrected": {
        "sv": "Att {n} platser har prövats är det rättat för.",
        "en": "That {n} places were tested is corrected for.",
    },
    "null_even": {
        "sv": "Jämfört med att händelserna fallit lika över alla platser där de kunnat ses.",
        "en": "Compared with incidents falling evenly over all places where they could be seen.",
    },
    "null_exposure": {
        "sv": "Jämfört med att händelserna fallit efter det underlag som angetts.",
        "en": "Compared with incidents falling by the exposure given.",
    },
    "null_labels": {
        "sv": "Jämfört med att lotten avgjort vilka av alla händelser det är.",
        "en": "Compared with which of all incidents they are being drawn by lot.",
    },
    "map_which": {
        "sv": "Att en plats med sina grannar sticker ut säger inte vilken av dem det beror på.",
        "en": "That a place stands out with its neighbours does not say which of them it is due to.",
    },
    "moran_alike": {
        "sv": "Platser nära varandra liknar varandra mer än slumpen ger (Morans I {value}; {p}).",
        "en": "Places near each other are more alike than chance gives (Moran's I {value}; {p}).",
    },
    "moran_unlike": {
        "sv": "Platser nära varandra skiljer sig åt mer än slumpen ger (Morans I {value}; {p}).",
        "en": "Places near each other differ more than chance gives (Moran's I {value}; {p}).",
    },
    "moran_chance": {
        "sv": "Om platser nära varandra liknar varandra kan inte avgöras (Morans I {value}; {p}).",
        "en": "Whether places near each other are alike cannot be told (Moran's I {value}; {p}).",
    },
    "geary_alike": {
        "sv": "Grannar skiljer sig mindre åt än slumpen ger (Gearys c {value}; {p}).",
        "en": "Neighbours differ less than chance gives (Geary's c {value}; {p}).",
    },
    "geary_unlike": {
        "sv": "Grannar skiljer sig mer åt än slumpen ger (Gearys c {value}; {p}).",
        "en": "Neighbours differ more than chance gives (Geary's c {value}; {p}).",
    },
    "geary_chance": {
        "sv": "Om grannar liknar varandra kan inte avgöras (Gearys c {value}; {p}).",
        "en": "Whether neighbours are alike cannot be told (Geary's c {value}; {p}).",
    },
    "general_high": {
        "sv": "Höga värden ligger intill höga oftare än slumpen ger ({p}).",
        "en": "High values lie beside high ones more often than chance gives ({p}).",
    },
    "general_low": {
        "sv": "Låga värden ligger intill låga oftare än slumpen ger ({p}).",
        "en": "Low values lie beside low ones more often than chance gives ({p}).",
    },
    "general_chance": {
        "sv": "Om höga eller låga värden samlas kan inte avgöras ({p}).",
        "en": "Whether high or low values gather cannot be told ({p}).",
    },
    "autocorrelation_none": {
        "sv": "Om grannar liknar varandra kan inte avgöras: platserna är för få eller har alla samma värde.",
        "en": "Whether neighbours are alike cannot be told: there are too few places, or all have the same value.",
    },
    "divided": {
        "sv": "Svaret beror på hur området är indelat och vilka som räknas som grannar.",
        "en": "The answer hangs on how the area is divided and on who counts as a neighbour.",
    },
    "quadrant_1": {
        "sv": ("{n} plats är hög bland höga.", "{n} platser är höga bland höga."),
        "en": ("{n} place is high among high ones.", "{n} places are high among high ones."),
    },
    "quadrant_2": {
        "sv": ("{n} plats är låg bland höga.", "{n} platser är låga bland höga."),
        "en": ("{n} place is low among high ones.", "{n} places are low among high ones."),
    },
    "quadrant_3": {
        "sv": ("{n} plats är låg bland låga.", "{n} platser är låga bland låga."),
        "en": ("{n} place is low among low ones.", "{n} places are low among low ones."),
    },
    "quadrant_4": {
        "sv": ("{n} plats är hög bland låga.", "{n} platser är höga bland låga."),
        "en": ("{n} place is high among low ones.", "{n} places are high among low ones."),
    },
    "quadrant_named": {"sv": "Tydligast: {names}.", "en": "Clearest: {names}."},
    "floor": {
        "sv": "Den minsta sannolikhet som omkastningarna kan visa är {p}.",
        "en": "The smallest probability the permutations can show is {p}.",
    },
    "normal_only": {
        "sv": "Sannolikheterna är ungefärliga: värdena har inte kastats om mellan platserna.",
        "en": "The probabilities are approximate: values were not dealt out anew among the places.",
    },
    "density": {
        "sv": ("Ytan bygger på {n} händelse, utjämnad över {metres} meter; på det tätaste stället bärs den av ungefär "
               "{peak}.",
               "Ytan bygger på {n} händelser, utjämnade över {metres} meter; på det tätaste stället bärs den av "
               "ungefär {peak}."),
        "en": ("The surface rests on {n} incident, smoothed over {metres} metres; where it is densest it is borne by "
               "about {peak}.",
               "The surface rests on {n} incidents, smoothed over {metres} metres; where it is densest it is borne by "
               "about {peak}."),
    },
    "density_outside": {
        "sv": ("{n} händelse ligger utanför och är inte med.", "{n} händelser ligger utanför och är inte med."),
        "en": ("{n} incident lies outside and is left out.", "{n} incidents lie outside and are left out."),
    },
    "density_chance": {
        "sv": "Den visar var det är tätast, inte om det är tätare än slumpen ger.",
        "en": "It shows where it is densest, not whether it is denser than chance gives.",
    },
    "cluster_high": {
        "sv": "Kring {name}, inom {radius} {unit}, {when}: {n} händelser mot väntade {expected} ({p}).",
        "en": "Around {name}, within {radius} {unit}, {when}: {n} incidents against an expected {expected} ({p}).",
    },
    "cluster_low": {
        "sv": "Kring {name}, inom {radius} {unit}, {when}: färre än väntat, {n} mot {expected} ({p}).",
        "en": "Around {name}, within {radius} {unit}, {when}: fewer than expected, {n} against {expected} ({p}).",
    },
    "cluster_untested": {
        "sv": "Om händelserna samlas mer än slumpen ger kan inte avgöras: inga slumpvisa jämförelser har dragits.",
        "en": "Whether incidents gather more than chance gives cannot be told: no chance replicas were drawn.",
    },
    "cluster_none": {
        "sv": "Ingenstans samlas händelserna mer i rum och tid än slumpen ger. Där de gör det mest: {p}.",
        "en": "Nowhere do incidents gather more in space and time than chance gives. Where they do most: {p}.",
    },
    "cluster_edge": {
        "sv": "Cirkelns rand är inte gränsen för det som händer.",
        "en": "The edge of the circle is not the edge of what happens.",
    },
    "cluster_bunched": {
        "sv": "Händelser som kommer flera åt gången, eller följer på varandra, ger kluster också utan annan orsak.",
        "en": "Incidents that come several at a time, or follow one another, make clusters without any other cause.",
    },
    "recurrence": {
        "sv": "Söks en gång per period ger slumpen ett så tydligt kluster ungefär en gång på {n} perioder.",
        "en": "If looked for once a period, chance gives as clear a cluster about once in {n} periods.",
    },
    "when_span": {"sv": "period {span}", "en": "period {span}"},
    "when_whole": {"sv": "hela tiden", "en": "the whole time"},
    "unit_metric": {"sv": "meter", "en": "metres"},
    "unit_sphere": {"sv": "kilometer", "en": "kilometres"},
    "pattern_1": {
        "sv": ("{n} ruta är ny: fler än slumpen ger i den senaste perioden och aldrig förut.",
               "{n} rutor är nya: fler än slumpen ger i den senaste perioden och aldrig förut."),
        "en": ("{n} cell is new: more than chance gives in the last period and never before.",
               "{n} cells are new: more than chance gives in the last period and never before."),
    },
    "pattern_2": {
        "sv": ("{n} ruta har haft fler än slumpen ger i de senaste perioderna i följd och aldrig förut.",
               "{n} rutor har haft fler än slumpen ger i de senaste perioderna i följd och aldrig förut."),
        "en": ("{n} cell has had more than chance gives in the last periods in a row and never before.",
               "{n} cells have had more than chance gives in the last periods in a row and never before."),
    },
    "pattern_3": {
        "sv": ("{n} ruta har nästan alltid fler än slumpen ger, och allt fler.",
               "{n} rutor har nästan alltid fler än slumpen ger, och allt fler."),
        "en": ("{n} cell nearly always has more than chance gives, and ever more.",
               "{n} cells nearly always have more than chance gives, and ever more."),
    },
    "pattern_4": {
        "sv": ("{n} ruta har nästan alltid fler än slumpen ger, utan säker ändring.",
               "{n} rutor har nästan alltid fler än slumpen ger, utan säker ändring."),
        "en": ("{n} cell nearly always has more than chance gives, without a sure change.",
               "{n} cells nearly always have more than chance gives, without a sure change."),
    },
    "pattern_5": {
        "sv": ("{n} ruta har nästan alltid fler än slumpen ger, men allt färre.",
               "{n} rutor har nästan alltid fler än slumpen ger, men allt färre."),
        "en": ("{n} cell nearly always has more than chance gives, but ever fewer.",
               "{n} cells nearly always have more than chance gives, but ever fewer."),
    },
    "pattern_6": {
        "sv": ("{n} ruta har fler än slumpen ger nu och har haft det då och då.",
               "{n} rutor har fler än slumpen ger nu och har haft det då och då."),
        "en": ("{n} cell has more than chance gives now, and has had now and then.",
               "{n} cells have more than chance gives now, and have had now and then."),
    },
    "pattern_7": {
        "sv": ("{n} ruta växlar: fler än slumpen ger nu, färre i en tidigare period.",
               "{n} rutor växlar: fler än slumpen ger nu, färre i en tidigare period."),
        "en": ("{n} cell goes up and down: more than chance gives now, fewer in an earlier period.",
               "{n} cells go up and down: more than chance gives now, fewer in an earlier period."),
    },
    "pattern_8": {
        "sv": ("{n} ruta hade nästan alltid fler än slumpen ger, men inte i den senaste perioden.",
               "{n} rutor hade nästan alltid fler än slumpen ger, men inte i den senaste perioden."),
        "en": ("{n} cell nearly always had more than chance gives, but not in the last period.",
               "{n} cells nearly always had more than chance gives, but not in the last period."),
    },
    "patterns": {
        "sv": ("inget mönster", "ny", "på rad till nu", "ökar", "varaktig", "minskar", "då och då",
               "växlar med färre", "tidigare, inte nu"),
        "en": ("no pattern", "new", "in a row until now", "growing", "lasting", "fading", "now and then",
               "alternating with fewer", "earlier, not now"),
    },
    "pattern_none": {
        "sv": "Inga rutor sticker ut på ett sätt som har ett namn: inga nya, inga ihållande, inga som upphört.",
        "en": "No cells stand out in a way that has a name: none new, none lasting, none that ended.",
    },
    "pattern_label": {
        "sv": "Mönstren är namn med skarpa gränser; en period till kan ge ett annat namn.",
        "en": "The patterns are labels with sharp limits; another period may give another label.",
    },
    "dumps": {
        "sv": ("{n} punkt har så många händelser att de troligen är sådana som inte kunnat placeras: {said}.",
               "{n} punkter har så många händelser att de troligen är sådana som inte kunnat placeras: {said}."),
        "en": ("{n} point holds so many incidents that they are probably such as could not be placed: {said}.",
               "{n} points hold so many incidents that they are probably such as could not be placed: {said}."),
    },
    "dumps_share": {
        "sv": "Tillsammans är de {times} av 100 händelser; räkna även utan dem.",
        "en": "Together they are {times} of 100 incidents; count without them too.",
    },
    "dumps_none": {
        "sv": "Ingen punkt har så många fler händelser än andra att de kan antas vara sådana som inte kunnat placeras.",
        "en": "No point holds so many more incidents than others that they may be such as could not be placed.",
    },
    "lineup_history": {
        "sv": "De {maps} kartorna av slump har lika många händelser som den verkliga, {n}. Lotten har avgjort vilka av "
              "händelserna nu och tidigare de är, så att varje plats har sin vanliga nivå.",
        "en": "The {maps} maps of chance hold as many incidents as the real one, {n}. Which of those now and before "
              "they are was drawn by lot, so that each place keeps its usual level.",
    },
    "lineup_even": {
        "sv": "De {maps} kartorna av slump har lika många händelser som den verkliga, {n}, fördelade som om alla "
              "platser som är med vore lika.",
        "en": "The {maps} maps of chance hold as many incidents as the real one, {n}, shared out as if all places "
              "in it were alike.",
    },
    "lineup_out": {
        "sv": "{name}: {count} mot väntade {expected}. På ingen av {maps} kartor av slump sticker någon plats ut så "
              "mycket.",
        "en": "{name}: {count} against an expected {expected}. On none of {maps} maps of chance does any place stand "
              "out as much.",
    },
    "lineup_none": {
        "sv": "Mest sticker {name} ut: {count} mot väntade {expected}, mer än på någon av {maps} kartor av slump, men "
               "kartorna är för få för att avgöra.",
        "en": "{name} stands out most: {count} against an expected {expected}, more than on any of {maps} maps of "
               "chance, but they are too few to tell.",
    },
    "lineup_like": {
        "sv": "Mest sticker {name} ut: {count} mot väntade {expected}. Lika mycket sticker någon plats ut på {n} av "
               "{maps} kartor av slump, så det kan vara slumpen.",
        "en": "{name} stands out most: {count} against an expected {expected}. Some place stands out as much on {n} "
               "of {maps} maps of chance, so it may be chance.",
    },
    "half": {
        "sv": "Hälften av händelserna ligger på {times} av 100 platser, räknat från de fullaste.",
        "en": "Half of the incidents lie at {times} of 100 places, from the fullest.",
    },
    "half_chance": {
        "sv": "Med få händelser per plats ser det ut så också av en slump.",
        "en": "With few incidents per place chance looks like that too.",
    },
}  # fmt: skip
