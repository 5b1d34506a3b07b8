"""Maps, clusters and patterns over periods in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lagesbild.analysis.chance_maps import ChanceMaps
from lagesbild.analysis.concentration import DumpingPoints, Lorenz
from lagesbild.analysis.emerging import EmergingHotSpots, Pattern
from lagesbild.analysis.getis_ord import GetisOrd
from lagesbild.analysis.kernel_density import KernelDensity
from lagesbild.analysis.moran import Autocorrelation, LocalMoran
from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.report.saying import ALPHA, Line, named, of
from lagesbild.analysis.report.texts import TEXTS
from lagesbild.analysis.scanning import SpaceTimeScan
from lagesbild.analysis.scanning.space_time import Cluster

CLEAREST = 5
"""Places of a map that are named, the least likely by chance first."""
_NULLS = {"even chance": "null_even", "by exposure": "null_exposure", "labels by lot": "null_labels"}
_STATISTICS = {"Moran's I": "moran", "Geary's c": "geary", "general G": "general"}


@of(GetisOrd)
def _getis_ord(found: GetisOrd, language: Language, names: Sequence[str]) -> list[Line]:
    tests = found.method.tests
    if not tests or not found.method.parameters["incidents"]:
        return [("too_few", {})]
    q, p, sums, expected = (np.ravel(v) for v in (found.q, found.p, found.sums, found.expected))
    out = np.flatnonzero(q <= ALPHA)
    high = sums[out] > expected[out]
    lines: list[Line] = [
        (key, {"n": int(n), "tests": tests}) for key, n in (("hot", high.sum()), ("cold", (~high).sum())) if n
    ]
    for row in out[np.argsort(p[out], kind="stable")][: CLEAREST if names else 0].tolist():
        values = {
            "name": named(names, row), "sum": float(sums[row]), "expected": float(expected[row]),
            "p": figures.chance(float(p[row]), language),
        }  # fmt: skip
        lines.append(("map_named", values))
    if lines:
        lines += [("map_corrected", {"n": tests}), ("map_which", {})]
    else:
        lines.append(("map_none", {"n": tests}))
    return [*lines, (_NULLS[found.method.parameters["null"]], {})]


@of(Autocorrelation)
def _autocorrelation(found: Autocorrelation, language: Language, names: Sequence[str]) -> list[Line]:
    p, floor = (found.p, 0.0) if np.isnan(found.p_permuted) else (found.p_permuted, found.floor)
    if np.isnan(p):
        return [("autocorrelation_none", {})]
    kind = _STATISTICS[found.method.name]
    above = found.statistic > found.expected
    if p > ALPHA:
        key = f"{kind}_chance"
    elif kind == "general":
        key = "general_high" if above else "general_low"
    else:
        # Geary's c is the smaller the more alike neighbours are
        key = f"{kind}_alike" if above == (kind == "moran") else f"{kind}_unlike"
    values = {"value": figures.number(found.statistic, language, 2), "p": figures.chance(p, language, floor)}
    return [(key, values), ("divided", {})]


@of(LocalMoran)
def _local_moran(found: LocalMoran, language: Language, names: Sequence[str]) -> list[Line]:
    if np.isnan(found.q).all():
        return [("autocorrelation_none", {})]
    out = np.flatnonzero(found.q <= ALPHA)
    lines: list[Line] = []
    for quadrant in range(1, 5):
        n = int(np.count_nonzero(found.quadrant[out] == quadrant))
        if n:
            lines.append((f"quadrant_{quadrant}", {"n": n}))
    if lines:
        if names:
            clearest = out[np.argsort(found.q[out], kind="stable")][:CLEAREST].tolist()
            lines.append(("quadrant_named", {"names": ", ".join(named(names, row) for row in clearest)}))
        lines.append(("map_corrected", {"n": found.method.tests}))
    else:
        lines.append(("map_none", {"n": found.method.tests}))
    if np.isnan(found.floor):
        lines.append(("normal_only", {}))
    else:
        lines.append(("floor", {"p": figures.number(found.floor, language, 3)}))
    return [*lines, ("divided", {})]


@of(KernelDensity)
def _density(found: KernelDensity, language: Language, names: Sequence[str]) -> list[Line]:
    values = {"n": found.n, "metres": round(found.bandwidth), "peak": round(found.at_peak)}
    lines: list[Line] = [("density", values)]
    if found.outside:
        lines.append(("density_outside", {"n": found.outside}))
    return [*lines, ("density_chance", {})]


@of(SpaceTimeScan)
def _scan(found: SpaceTimeScan, language: Language, names: Sequence[str]) -> list[Line]:
    if not found.clusters:
        return [("too_few", {})]
    if np.isnan(found.floor):
        return [("cluster_untested", {})]
    sure = [one for one in found.clusters if one.p <= ALPHA]
    if not sure:
        p = min(one.p for one in found.clusters)
        return [("cluster_none", {"p": figures.chance(p, language, found.floor)})]
    lines = [_cluster(one, found, language, names) for one in sure]
    often = sure[0].recurrence
    if np.isfinite(often):
        lines.append(("recurrence", {"n": round(often)}))
    return [*lines, ("cluster_bunched", {}), ("cluster_edge", {})]


def _cluster(one: Cluster, found: SpaceTimeScan, language: Language, names: Sequence[str]) -> Line:
    about = found.method.parameters
    when = TEXTS["when_whole" if about["kind"] == "spatial" else "when_span"][language]
    unit = "unit_sphere" if about["metric"] == "great-circle" else "unit_metric"
    values = {
        "name": named(names, one.centre), "radius": float(one.radius), "n": one.observed,
        "expected": float(one.expected), "unit": TEXTS[unit][language],
        "when": when.format(span=figures.interval(one.start + 1, one.stop, language)),
        "p": figures.chance(one.p, language, found.floor),
    }  # fmt: skip
    return "cluster_high" if one.high else "cluster_low", values


@of(EmergingHotSpots)
def _emerging(found: EmergingHotSpots, language: Language, names: Sequence[str]) -> list[Line]:
    if not found.method.tests:
        return [("too_few", {})]
    counts = np.bincount(found.pattern.ravel(), minlength=len(Pattern))
    lines: list[Line] = [
        (f"pattern_{pattern}", {"n": int(counts[pattern])}) for pattern in Pattern if pattern and counts[pattern]
    ]
    return [*lines, ("pattern_label", {})] if lines else [("pattern_none", {})]


@of(DumpingPoints)
def _dumps(found: DumpingPoints, language: Language, names: Sequence[str]) -> list[Line]:
    if not found.points:
        return [("dumps_none", {})]
    said = ", ".join(figures.number(one.count, language) for one in found.points[:CLEAREST])
    share = sum(one.share for one in found.points)
    return [("dumps", {"n": len(found.points), "said": said}), ("dumps_share", {"times": round(100 * share)})]


@of(Lorenz)
def _lorenz(found: Lorenz, language: Language, names: Sequence[str]) -> list[Line]:
    if found.incidents[-1] <= 0 or len(found.places) <= figures.SMALLEST_BASE:
        return [("too_few", {})]
    half = float(np.interp(0.5, found.incidents, found.places))
    return [("half", {"times": max(1, round(100 * half))}), ("half_chance", {})]


@of(ChanceMaps)
def _chance(found: ChanceMaps, language: Language, names: Sequence[str]) -> list[Line]:
    replicas = len(found.maps)
    as_much = int(np.count_nonzero(found.excesses >= found.excess))
    values = {
        "name": named(names, found.place), "count": int(found.counts[found.place]),
        "expected": float(found.expected[found.place]), "n": as_much, "maps": replicas,
    }  # fmt: skip
    key = "lineup_out" if found.p <= ALPHA else "lineup_none" if not as_much else "lineup_like"
    null = "lineup_even" if found.method.parameters["null"] == "even chance" else "lineup_history"
    return [(null, {"n": int(found.counts.sum()), "maps": replicas}), (key, values)]
