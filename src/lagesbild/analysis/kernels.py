"""Kernels of the plane: their formulas, reaches and the constants that their errors and bandwidths follow from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, pi, sqrt
from typing import Literal

import numpy as np

from lagesbild.analysis.result import Floats

Kernel = Literal["gaussian", "quartic", "triweight", "epanechnikov", "triangular"]

GAUSSIAN_REACH = 8.0
"""Standard deviations after which a Gaussian is taken as 0: less than 2e-14 of its height."""


@dataclass(frozen=True, slots=True)
class Shape:
    r"""A radial kernel of the plane with bandwidth 1 and volume 1.

    Parameters
    ----------
    formula : callable
        Height from the square of the distance, inside the reach.
    reach : float
        Distance from which it is 0.
    height : float
        At the centre.
    roughness : float
        :math:`R = \int K^2`.
    variance : float
        :math:`\mu_2`, of one coordinate.
    slope : float
        Largest steepness; 0 where the curvature bounds the error.
    curvature : float
        Largest second derivative along any line; 0 where there is none.
    """

    formula: Callable[[Floats], Floats]
    reach: float
    height: float
    roughness: float
    variance: float
    slope: float
    curvature: float

    @property
    def canonical(self) -> float:
        """Bandwidth that smooths as much as a Gaussian of bandwidth 1 (Marron & Nolan 1988)."""
        return float((self.roughness / self.variance**2 * 4 * pi) ** (1 / 6))

    def binning_error(self, step: float) -> float:
        r"""Largest error of the kernel interpolated linearly between points `step` apart (in bandwidths).

        :math:`(h^2/8)(\max|K_{xx}| + \max|K_{yy}|)` where the kernel has a curvature everywhere, otherwise the
        steepness times :math:`h/\sqrt 2`. The cut of the Gaussian is added.
        """
        if self.curvature:
            cut = self.height * exp(-(self.reach**2) / 2) if self.reach == GAUSSIAN_REACH else 0.0
            return step**2 / 4 * self.curvature + cut
        return self.slope * step / sqrt(2)


SHAPES: dict[Kernel, Shape] = {
    "gaussian": Shape(
        lambda r2: np.exp(-r2 / 2) / (2 * pi), GAUSSIAN_REACH, 1 / (2 * pi), 1 / (4 * pi), 1.0, 0.0, 1 / (2 * pi)
    ),
    "quartic": Shape(lambda r2: 3 / pi * (1 - r2) ** 2, 1.0, 3 / pi, 9 / (5 * pi), 1 / 8, 0.0, 24 / pi),
    "triweight": Shape(lambda r2: 4 / pi * (1 - r2) ** 3, 1.0, 4 / pi, 16 / (7 * pi), 1 / 10, 0.0, 24 / pi),
    "epanechnikov": Shape(lambda r2: 2 / pi * (1 - r2), 1.0, 2 / pi, 4 / (3 * pi), 1 / 6, 4 / pi, 0.0),
    "triangular": Shape(lambda r2: 3 / pi * (1 - np.sqrt(r2)), 1.0, 3 / pi, 3 / (2 * pi), 3 / 20, 3 / pi, 0.0),
}
