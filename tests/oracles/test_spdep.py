"""Statistics of neighbours and rates against R's spdep."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lagesbild.analysis import (
    benjamini_hochberg,
    eb_rates,
    eb_standardised,
    geary,
    general_g,
    getis_ord,
    grid_weights,
    local_g,
    local_moran,
    moran,
    row_standardised,
)
from lagesbild.analysis.neighbourhoods import with_self

Ask = Callable[..., dict[str, np.ndarray]]
ROWS, COLUMNS = 18, 11

SCRIPT = r"""
x <- as.numeric(given("values")); cases <- as.numeric(given("cases")); people <- as.numeric(given("people"))
out <- list()
of <- function(test) c(test$estimate, unname(test$statistic))
for (kind in c("queen", "rook")) for (style in c("B", "W")) {
  near <- cell2nb(ROWS, COLUMNS, type = kind)
  w <- nb2listw(near, style = style)
  local <- localmoran(x, w, conditional = TRUE)
  own <- list(moran = of(moran.test(x, w)), geary = of(geary.test(x, w)), general = of(globalG.test(x, w)),
              g = localG(x, w), star = localG(x, nb2listw(include.self(near), style = style)),
              local = local[, 1:4], quadrant = attr(local, "quadr")$pysal)
  for (name in names(own)) out[[paste(kind, style, name, sep = "_")]] <- as.numeric(own[[name]])
}
EB <- EBest(cases, people)
out$rates <- EB$estmm
w <- nb2listw(cell2nb(ROWS, COLUMNS, type = "rook"), style = "W")
set.seed(1)
out$EBI <- unname(EBImoran.mc(cases, people, w, nsim = 1, subtract_mean_in_numerator = FALSE)$statistic)
out$adjusted <- p.adjust(as.numeric(given("p")), "BH")
out$EBImoran <- unname(EBImoran.mc(cases, people, w, nsim = 1, subtract_mean_in_numerator = TRUE)$statistic)
said(out)
""".replace("COLUMNS", str(COLUMNS)).replace("ROWS", str(ROWS))


@pytest.fixture(scope="module")
def data() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(7)
    n = ROWS * COLUMNS
    people = rng.integers(80, 4000, n)
    rate = rng.gamma(4, 0.005, n)
    return {
        "values": rng.gamma(2, 1, n),
        "people": people,
        "cases": rng.poisson(people * rate),
        "p": rng.uniform(0, 1, n) ** 3,
    }


@pytest.fixture(scope="module")
def theirs(ask_r: Ask, data: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return ask_r(SCRIPT, "spdep", **data)


@pytest.mark.parametrize("style", ["B", "W"])
@pytest.mark.parametrize("kind", ["queen", "rook"])
def test_measures_of_neighbours_are_theirs(
    kind: str, style: str, data: dict[str, np.ndarray], theirs: dict[str, np.ndarray]
) -> None:
    def said(name: str) -> np.ndarray:
        return theirs[f"{kind}_{style}_{name}"]

    x = data["values"]
    near = grid_weights((ROWS, COLUMNS), kind)  # type: ignore[arg-type]
    w = row_standardised(near) if style == "W" else near
    for name, of in (("moran", moran), ("geary", geary), ("general", general_g)):
        found = of(x, w)
        np.testing.assert_allclose([found.statistic, found.expected, found.variance], said(name)[:3], rtol=1e-9)
        # of likeness, so that their sign for Geary is the other
        assert abs(found.z) == pytest.approx(abs(said(name)[3]), rel=1e-9)
    np.testing.assert_allclose(local_g(x, w, star=False), said("g"), rtol=1e-9)
    whole = with_self(near)
    np.testing.assert_allclose(local_g(x, row_standardised(whole) if style == "W" else whole), said("star"), rtol=1e-9)
    local = local_moran(x, w)
    ours = np.array([local.statistic, local.expected, local.variance, local.z])
    np.testing.assert_allclose(ours, said("local").reshape(4, -1), rtol=1e-9)
    np.testing.assert_array_equal(local.quadrant, np.array([0, 3, 4, 2, 1])[said("quadrant").astype(int)])


def test_gi_star_on_a_grid_is_theirs(theirs: dict[str, np.ndarray], data: dict[str, np.ndarray]) -> None:
    grid = np.round(data["values"] * 3).astype(int).reshape(ROWS, COLUMNS)
    again = local_g(grid.ravel(), with_self(grid_weights(grid.shape, "queen")))
    np.testing.assert_allclose(getis_ord(grid).z.ravel(), again, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(
        local_g(data["values"], with_self(grid_weights(grid.shape, "queen"))), theirs["queen_B_star"], rtol=1e-9
    )


def test_empirical_bayes_rates_are_theirs(data: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> None:
    np.testing.assert_allclose(eb_rates(data["cases"], data["people"]), theirs["rates"], rtol=1e-9)
    standardised = eb_standardised(data["cases"], data["people"])
    near = row_standardised(grid_weights((ROWS, COLUMNS), "rook"))
    # asked not to, they take the mean of the standardised rates away below the line alone
    below = float(np.sum((standardised - standardised.mean()) ** 2))
    ours = len(standardised) * float(standardised @ (near @ standardised)) / (near.sum() * below)
    assert ours == pytest.approx(theirs["EBI"][0], rel=1e-9)
    assert moran(standardised, near).statistic == pytest.approx(theirs["EBImoran"][0], rel=1e-9)


def test_false_discovery_rates_are_rs(data: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> None:
    np.testing.assert_allclose(benjamini_hochberg(data["p"]), theirs["adjusted"], rtol=1e-12)
