"""Titles, axes and names in charts by key, in both languages."""

from __future__ import annotations

from lagesbild.analysis.report.figures import Language

_TEXTS: dict[str, tuple[str, str]] = {
    # what the marks mean
    "read_against": (
        "Grått band: väntat. Fylld romb: utanför det väntade, fler eller färre än slumpen ger. Ring: kan vara slump.",
        "Grey band: expected. Filled diamond: outside it, more or fewer than chance gives. Ring: may be chance.",
    ),
    "read_estimate": (
        "Punkt med intervall. Fylld romb: mer än slumpen ger. Ring: kan vara slump. Streckad linje: ingen skillnad.",
        "Point with interval. Filled diamond: more than chance gives. Ring: may be chance. Dashed line: no difference.",
    ),
    "read_plain": ("Punkt med intervall.", "Point with interval."),
    "read_bars": ("Siffran står vid staplarnas slut.", "The figure stands at the end of each bar."),
    "read_beside": (
        "Fylld stapel: mer än slumpen ger. Ofylld: kan vara slump. Streck: {beside}.",
        "Filled bar: more than chance gives. Hollow: may be chance. Tick: {beside}.",
    ),
    "read_judged": (
        "Fylld stapel: mer än slumpen ger. Ofylld: kan vara slump.",
        "Filled bar: more than chance gives. Hollow: may be chance.",
    ),
    "read_held": ("Streck: {beside}.", "Tick: {beside}."),
    "read_week": ("Ju större ruta, desto fler händelser.", "The larger the square, the more incidents."),
    "read_bands": ("Mörk ruta med ram: mer än slumpen ger.", "Dark cell with a frame: more than chance gives."),
    "read_ratio": (
        "Par delat med väntat. Där färre än 5 par väntas står antalet par.",
        "Pairs over expected. Where fewer than 5 pairs are expected, the number of pairs stands there.",
    ),
    "read_ranks": ("Ju mörkare ruta, desto fler av viktningarna.", "The darker the cell, the more of the weightings."),
    "read_map": (
        "Bara rutor som skiljer sig mer än slumpen ger har ett märke. Norr är uppåt.",
        "Only cells that differ by more than chance have a mark. North is up.",
    ),
    "read_density": ("Ju större och mörkare märke, desto tätare.", "The larger and darker the mark, the denser."),
    "read_cusum": ("Streckad linje: gränsen för larm.", "Dashed line: the limit of the alarm."),
    "read_lines": ("Varje linje heter det som står vid den.", "Each line is called what stands by it."),
    "read_lorenz": (
        "Streckad linje: lika många på varje plats.", "Dashed line: as many at every place.",
    ),
    "read_lineup": (
        "Ring: en karta av slump. Fylld romb: den verkliga.", "Ring: a map of chance. Filled diamond: the real one.",
    ),
    "read_hidden": (
        "Ring: visas. Grått band utan ring: visas inte, och kan vara vad som helst inom bandet.",
        "Ring: shown. Grey band without a ring: not shown, and may be anything within the band.",
    ),
    # columns and axes
    "row": ("Rad", "Row"), "series": ("Serie", "Series"), "place": ("Plats", "Place"), "count": ("Antal", "Count"),
    "incidents": ("Antal händelser", "Number of incidents"), "expected": ("Väntat", "Expected"),
    "expected_range": ("Väntat, från–till", "Expected, from–to"), "verdict": ("Bedömning", "Verdict"),
    "out": ("mer än slumpen ger", "more than chance gives"), "may_be": ("kan vara slump", "may be chance"),
    "interval": ("Intervall", "Interval"), "value": ("Värde", "Value"), "by_chance": ("av en slump", "by chance"),
    "p": ("p", "p"), "step": ("Steg", "Step"), "limit": ("Gräns", "Limit"),
    "untested": ("kunde inte prövas", "could not be tested"),
    # titles
    "deviations": ("Antal mot väntat", "Counts against the expected"),
    "decomposition": ("Utan årstiden", "Without the season"),
    "without_season": ("årstiden borträknad", "season taken away"), "trend": ("trend", "trend"),
    "seasons": ("När på året", "When in the year"), "part": ("Del av året", "Part of the year"),
    "cusum": ("Mer än väntat som lagts på hög", "More than expected, piled up"),
    "cusum_y": ("Summa över det väntade", "Sum above the expected"),
    "breaks": ("Nivå före och efter", "Level before and after"),
    "breaks_x": ("Händelser per steg", "Incidents a step"), "before": ("före", "before"), "after": ("efter", "after"),
    "break_at": ("{name}, steg {at}", "{name}, step {at}"),
    "spread": ("Hur mycket antalen varierar", "How much counts vary"),
    "spread_x": ("Varians delad med medelvärde", "Variance over mean"), "observed": ("observerat", "observed"),
    "chance_alone": ("slumpen ensam", "chance alone"),
    "week": ("När i veckan", "When in the week"), "week_x": ("Klockslag", "Hour of the day"),
    "hours": ("kl. {hour}", "at {hour}"), "day": ("Veckodag", "Day of the week"),
    "busiest": ("Den tid som står ut", "The time that stands out"),
    "busiest_x": ("Händelser av 100", "Incidents of 100"), "busiest_box": ("{days} {hours}", "{days} {hours}"),
    "uniform": ("om alla timmar vore lika", "were all hours alike"),
    "heaping": ("Klockslag som är gissade", "Hours that are guessed"),
    "heaping_x": ("Händelser på prick det klockslaget", "Incidents on that hour exactly"),
    "around": ("tiderna runt omkring", "the times around it"),
    "round": ("Runda tider", "Round times"), "round_x": ("Tider av 100", "Times of 100"),
    "on_hour": ("hel timme", "full hour"), "on_half": ("halv timme", "half hour"),
    "true_times": ("sanna tider", "true times"),
    "ranks": ("Plats i ordningen", "Place in the order"), "ranks_x": ("Plats", "Rank"),
    "ranks_of": ("Viktningar av 100", "Weightings of 100"), "what": ("Vad", "What"),
    # maps
    "map": ("Rutor som skiljer sig från slumpen", "Cells that differ from chance"),
    "east": ("Ruta från väster", "Cell from the west"), "north": ("Ruta från söder", "Cell from the south"),
    "hot": ("fler än slumpen ger", "more than chance gives"),
    "cold": ("färre än slumpen ger", "fewer than chance gives"),
    "with_near": ("Antal med grannar", "Count with neighbours"),
    "density": ("Täthet", "Density"), "density_class": ("minst {n} per km²", "at least {n} per km²"),
    "density_name": ("Händelser per km²", "Incidents per km²"), "cells": ("Rutor", "Cells"),
    "held": ("Händelser i dem", "Incidents in them"),
    "likeness": ("Liknar grannar varandra", "Are neighbours alike"),
    "quadrants": ("Platser som skiljer sig eller liknar", "Places that differ or are alike"),
    "quadrants_x": ("Antal platser", "Number of places"),
    "quadrant_1": ("höga bland höga", "high among high"), "quadrant_2": ("låga bland höga", "low among high"),
    "quadrant_3": ("låga bland låga", "low among low"), "quadrant_4": ("höga bland låga", "high among low"),
    "patterns": ("Nytt, varaktigt eller på väg bort", "New, lasting or fading"), "pattern": ("Mönster", "Pattern"),
    "periods_hot": ("Perioder med fler än slumpen ger", "Periods with more than chance gives"),
    "clusters": ("Kluster i rum och tid", "Clusters in space and time"),
    "around_place": ("kring {name}", "around {name}"),
    "lineup": ("Verklig karta och kartor av slump", "The real map and maps of chance"),
    "lineup_x": ("Hur mycket den mest avvikande platsen sticker ut", "How far the most deviating place stands out"),
    "chance_map": ("slump", "chance"), "real_map": ("verklig", "real"), "map_no": ("Karta", "Map"),
    # places
    "changed": ("Ändrade platser", "Changed places"), "as_expected": ("det väntade", "the expected"),
    "certainty": ("Hur säker listan är", "How sure the list is"),
    "certainty_x": ("Gånger av 100 bland de {k} främsta", "Times of 100 among the first {k}"),
    "lorenz": ("Hur samlat det är", "How concentrated it is"),
    "lorenz_x": ("Platser av 100, de fullaste först", "Places of 100, the fullest first"),
    "lorenz_y": ("Händelser av 100", "Incidents of 100"), "places_of": ("Platser av 100", "Places of 100"),
    "gathering": ("Par på samma plats", "Pairs at the same place"), "pairs": ("Antal par", "Number of pairs"),
    "counted": ("räknat", "counted"), "even_chance": ("jämn slump", "even chance"),
    "repeats": ("Platser som drabbats flera gånger", "Places hit again"),
    "repeats_x": ("Antal platser", "Number of places"), "times": ("{n} gånger", "{n} times"),
    "once": ("1 gång", "1 time"), "twice_or_more": ("2 gånger eller fler", "2 times or more"),
    "dumps": ("Punkter som troligen inte är platser", "Points that are probably no places"),
    "dump": ("punkt {n}", "point {n}"), "fullest_near": ("den fullaste platsen i närheten", "the fullest place nearby"),
    "hidden": ("Tal som inte visas", "Figures that are not shown"),
    "cell": ("rad {row}, kolumn {column}", "row {row}, column {column}"),
    "shown": ("visas", "shown"), "not_shown": ("visas inte", "not shown"),
    # closeness
    "knox": ("Par mot slumpen", "Pairs against chance"), "knox_x": ("Avstånd, meter", "Distance, metres"),
    "knox_y": ("Tid, dagar", "Time, days"), "ratio": ("Par mot väntat", "Pairs against expected"),
    "same_place": ("samma", "same"), "together": ("Nära i både rum och tid", "Near in both space and time"),
    "statistic": ("Statistikans värde", "Value of the statistic"),
    "chains": ("Händelser som hänger ihop", "Incidents that hang together"), "chain": ("kedja {n}", "chain {n}"),
    "groups": ("Grupper som kan höra ihop", "Groups that may belong together"),
    "groups_x": ("Antal grupper", "Number of groups"), "of_size": ("med {n} rader", "of {n} rows"),
    "themes": ("Vad texterna handlar om", "What the texts are about"), "texts": ("Antal texter", "Number of texts"),
    "theme": ("Ord", "Words"),
    # effects
    "hits": ("Träffar i de utpekade områdena", "Hits in the areas pointed out"),
    "the_map": ("kartan", "the map"), "simple": ("de enklaste talen", "simple counts"),
    "areas": ("utpekade områden", "areas pointed out"), "by_area": ("jämnt över ytan", "evenly over the area"),
    "two": ("Kvoten mellan två tal", "The ratio of two counts"),
    "two_x": ("Kvot, logaritmisk skala", "Ratio, on a logarithmic scale"),
    "two_row": ("kvot", "ratio"),
    "difference": ("Skillnad mot jämförelsen", "Difference from the comparison"),
    "difference_x": ("Händelser, fler (+) eller färre (−)", "Incidents, more (+) or fewer (−)"),
    "here": ("här", "here"), "next_door": ("intill", "next door"), "in_all": ("tillsammans", "in all"),
    "harm_difference": ("Skillnad i skada", "Difference in harm"),
    "harm_difference_x": ("Skada, mer (+) eller mindre (−)", "Harm, more (+) or less (−)"),
    "quotient": ("Förändring mot jämförelsen", "Change against the comparison"),
    "quotient_x": ("Förändring av kvoten till jämförelsen", "Change of the ratio to the comparison"),
    "success": ("här", "here"), "buffer": ("intill", "next door"),
    "after_start": ("Efter starten", "After the start"), "after_row": ("antal efter", "count after"),
    "regression": ("Vad som väntas utan åtgärd", "What to expect if nothing is done"),
    "regression_row": ("antal före", "count before"),
    "detectable": ("Vad som skulle synas", "What could be seen"), "if_nothing": ("väntat", "expected"),
    "largest_seen": ("högst så många syns", "at most so many are seen"),
    "harm": ("Skada", "Harm"),
    "harm_x": ("Skada, {unit}", "Harm, {unit}"),
    "all_weighed": ("alla med vikt", "all with a weight"),
    "read_regression": (
        "Ring: så många var det. Grått band: så många väntas om inget görs.",
        "Ring: so many there were. Grey band: so many are to be expected if nothing is done.",
    ),
    "read_counts": (
        "Fylld romb: skiljer sig mer än slumpen ger från det streckade, som är väntat. Ring: kan vara slump.",
        "Filled diamond: differs by more than chance from the dashed, which is expected. Ring: may be chance.",
    ),
    "read_quotient": (
        "Utan intervall: talen säger inget om slumpen.",
        "Without interval: the figures say nothing of chance.",
    ),
}  # fmt: skip


def say(key: str, language: Language, **values: object) -> str:
    """The text of a key, with `values` in it."""
    return raw(key, language).format(**values)


def every() -> frozenset[str]:
    """All keys there are."""
    return frozenset(_TEXTS)


def raw(key: str, language: Language) -> str:
    """The text of a key as it is kept."""
    return _TEXTS[key][language == "en"]
