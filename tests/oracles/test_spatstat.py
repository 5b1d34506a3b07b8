"""Kernel density with corrected edges, and counts of close pairs, against R's spatstat.

Incidents lie on the centres of cells, where neither of the two has anything to share out: what is compared is the sum
over the kernel and the correction alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from lagesbild.analysis import kernel_density, knox

Ask = Callable[..., dict[str, np.ndarray]]
ROWS, COLUMNS, CELL = 48, 64, 25.0

SCRIPT = (
    r"""
p <- given("points"); inside <- given("inside") > 0
out <- list()
box <- owin(c(0, COLUMNS * CELL), c(0, ROWS * CELL))
windows <- list(whole = box, part = owin(box$xrange, box$yrange, mask = inside))
for (name in names(windows)) {
  x <- suppressWarnings(ppp(p[1, ], p[2, ], window = windows[[name]]))
  for (kernel in c("gaussian", "quartic", "epanechnikov")) for (edge in c(TRUE, FALSE)) {
    d <- density(x, sigma = 80, kernel = kernel, edge = edge, dimyx = c(ROWS, COLUMNS))
    out[[paste(name, kernel, edge, sep = "_")]] <- as.numeric(t(d$v))
  }
}
x <- ppp(p[1, ], p[2, ], window = box)
out$pairs <- sapply(c(100, 200, 400), function(r) length(closepairs(x, r, twice = FALSE, what = "ijd")$d))
said(out)
""".replace("COLUMNS", str(COLUMNS))
    .replace("ROWS", str(ROWS))
    .replace("CELL", str(CELL))
)

RADIUS = {"gaussian": 1.0, "quartic": 8**0.5, "epanechnikov": 6**0.5}
"""Our bandwidth over theirs, which is the standard deviation of one coordinate."""


@dataclass(frozen=True)
class Seen:
    points: np.ndarray
    inside: np.ndarray


@pytest.fixture(scope="module")
def seen() -> Seen:
    rng = np.random.default_rng(11)
    column, row = rng.integers(0, COLUMNS, 900), rng.integers(0, ROWS, 900)
    down, along = np.mgrid[:ROWS, :COLUMNS]
    inside = (down - 20) ** 2 + (along - 30) ** 2 < 24**2
    return Seen(np.array([(column + 0.5) * CELL, (row + 0.5) * CELL]), inside)


@pytest.fixture(scope="module")
def theirs(ask_r: Ask, seen: Seen) -> dict[str, np.ndarray]:
    return ask_r(SCRIPT, "spatstat", points=seen.points, inside=seen.inside.astype(int))


def volume(kernel: str) -> float:
    """Sum over the cells of a kernel of volume 1: theirs is divided by it, so that no event weighs more than 1."""
    if kernel == "gaussian":
        return 1.0
    lag = np.arange(-20, 21) * (CELL / (80 * RADIUS[kernel]))
    inner = np.maximum(1 - lag[:, None] ** 2 - lag**2, 0.0)
    heights = 2 / np.pi * inner if kernel == "epanechnikov" else 3 / np.pi * inner**2
    return float(heights.sum() * (CELL / (80 * RADIUS[kernel])) ** 2)


@pytest.mark.parametrize("edge", [True, False])
@pytest.mark.parametrize("kernel", RADIUS)
@pytest.mark.parametrize("window", ["whole", "part"])
def test_density_and_its_correction_at_the_edge_are_theirs(
    window: str, kernel: str, edge: bool, seen: Seen, theirs: dict[str, np.ndarray]
) -> None:
    found = kernel_density(
        *seen.points,
        cell=CELL,
        bounds=(0, 0, COLUMNS * CELL, ROWS * CELL),
        window=seen.inside if window == "part" else None,
        bandwidth=80 * RADIUS[kernel],
        kernel=kernel,  # type: ignore[arg-type]
        correct_edges=edge,
    )
    said = theirs[f"{window}_{kernel}_{str(edge).upper()}"].reshape(ROWS, COLUMNS)
    np.testing.assert_array_equal(np.isnan(found.density), np.isnan(said))
    if not edge:
        said *= volume(kernel)
    # where nothing of the kernel lies outside ours divides by 1, theirs by its volume in cells
    np.testing.assert_allclose(
        found.density, said, rtol=1e-4 if edge and kernel != "gaussian" else 1e-9, atol=1e-9 * np.nanmax(said)
    )


def test_pairs_within_a_distance_are_theirs(seen: Seen, theirs: dict[str, np.ndarray]) -> None:
    """With every time alike, Knox counts the pairs that are close in space."""
    found = knox(
        *seen.points,
        np.zeros(seen.points.shape[1]),
        distances=(0, 100, 200, 400),
        times=(0, 1),
        closed="right",
        permutations=1,
    )
    np.testing.assert_array_equal(np.cumsum(found.pairs[:, 0]), theirs["pairs"])
