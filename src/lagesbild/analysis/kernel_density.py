"""Where it gathers, as a smooth surface: kernel density on a grid, corrected at the edges of what was seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
import shapely
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.compiled import Engine, compiled, uses_numba
from lagesbild.analysis.kernels import SHAPES, Kernel, Shape
from lagesbild.analysis.result import Bools, Floats, Method, Result, TooFew, as_floats

CHUNK = 1 << 15
"""Incidents shared out at a time, so that what is worked on stays in the processor's cache."""

FEW = 100_000
"""Incidents below which a second thread costs more than it gives."""

WORKERS = 2
"""Threads of a transform."""

MAX_CELLS = 1 << 26

NONE = np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class KernelDensity(Result):
    """Incidents per unit of area, on a grid whose row 0 lies furthest south.

    Parameters
    ----------
    density : (rows, columns) float64
        Sum of weights per square unit of the coordinates (metre); NaN outside the window.
    mass : (rows, columns) float64
        Share of the kernel around each cell that lies inside the window; hatch where it is low.
    x, y : (columns,) and (rows,) float64
        Centres of the cells.
    cell, bandwidth : float
        In the unit of the coordinates.
    n : int
        Incidents used.
    outside : int
        Incidents outside the window, which are not in the surface.
    at_peak : float
        How many incidents the highest value rests on: :math:`b^2 \\lambda_{max} / R(K)` of events of equal weight.
    error : float
        Bound of the difference from the sum over every incident at any cell, in the unit of `density`.
    crs : str
        The coordinate reference system that was named.
    method : Method
    """

    density: Floats
    mass: Floats
    x: Floats
    y: Floats
    cell: float
    bandwidth: float
    n: int
    outside: int
    at_peak: float
    error: float
    crs: str
    method: Method


@asked
def kernel_density(
    x: ArrayLike,
    y: ArrayLike,
    *,
    cell: float,
    bounds: tuple[float, float, float, float] | None = None,
    window: object = None,
    bandwidth: float | None = None,
    kernel: Kernel = "quartic",
    weights: ArrayLike | None = None,
    correct_edges: bool = True,
    smallest: int = 30,
    smallest_at_peak: float = 5.0,
    crs: str = "EPSG:3006",
    engine: Engine = "auto",
) -> KernelDensity:
    r"""Kernel estimate of the intensity of incidents on a grid of cells.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in a projected system, metres.
    cell : float
        Side of the cells, above 0.
    bounds : (west, south, east, north), optional
        The grid; what lies around all incidents, in whole cells, when not given. East and north are moved outwards
        to a whole number of cells.
    window : shapely geometry or (rows, columns) array_like of bool, optional
        Where incidents could be seen at all: cells whose centre lies inside. All of the grid when not given.
    bandwidth : float, optional
        Standard deviation of the Gaussian, radius of the other kernels; at least one cell. By rule when not given.
    kernel : {"gaussian", "quartic", "triweight", "epanechnikov", "triangular"}
        The kernel.
    weights : (n,) array_like of float, optional
        Of the incidents, at least 0; 1 each when not given.
    correct_edges : bool
        Divide by the share of the kernel that lies inside the window.
    smallest : int
        Fewer incidents than this are refused.
    smallest_at_peak : float
        A surface whose highest value rests on fewer incidents than this is refused.
    crs : str
        Name of the coordinate system, carried to the result.
    engine : {"auto", "numpy", "numba"}
        How incidents are shared out on the grid.

    Returns
    -------
    KernelDensity

    Raises
    ------
    ValueError
        If lengths differ, values are missing, weights are negative or an argument is out of range.
    TooFew
        If the incidents are too few for a surface (a ValueError).

    Notes
    -----
    .. math:: \hat\lambda(s) = \frac{1}{e(s)} \sum_i \frac{w_i}{b^2} K\!\left(\frac{s - x_i}{b}\right),
              \qquad e(s) = \int_W \frac{1}{b^2} K\!\left(\frac{s - u}{b}\right) du,

    where W is the window (Diggle 1985). Each incident is shared between the four nearest centres (linear binning) and
    the grid convolved with the kernel by fast Fourier transform; `error` bounds what that costs: per unit of weight in
    reach :math:`(h^2/8)(\max|K_{xx}| + \max|K_{yy}|)` with cells of side h, of first order for the Epanechnikov and
    triangular kernels, which have no curvature at their edge.

    The rule for the bandwidth is the normal reference rule of two dimensions, :math:`b = \delta\,\sigma\,n^{-1/6}`,
    with σ the smaller of the standard deviation and the interquartile range over 1.349, averaged over the two
    coordinates, and δ the canonical bandwidth of the kernel (1 for the Gaussian). It smooths clustered patterns too
    much rather than too little.

    References
    ----------
    Diggle, P. J. (1985). A kernel method for smoothing point process data. Applied Statistics 34, 138–147.
    Wand, M. P. (1994). Fast computation of multivariate kernel estimators. Journal of Computational and Graphical
    Statistics 3, 433–445.
    Scott, D. W. (1992). Multivariate Density Estimation. Wiley, ch. 6.
    """
    xs, ys, w = _incidents(x, y, weights)
    if kernel not in SHAPES:
        raise ValueError(f"kernel must be one of {', '.join(SHAPES)}, not {kernel!r}")
    shape = SHAPES[kernel]
    grid = _grid(xs, ys, cell, bounds)
    west, south, columns, rows = grid
    centres_x = np.asarray(west + (np.arange(columns) + 0.5) * cell, dtype=np.float64)
    centres_y = np.asarray(south + (np.arange(rows) + 0.5) * cell, dtype=np.float64)
    inside = _window(window, centres_x, centres_y)
    xs, ys, w, outside = _kept(xs, ys, w, grid=grid, cell=cell, inside=inside)
    n = len(xs)
    if n < max(smallest, 1):
        raise TooFew(f"{n} incidents are too few for a surface; at least {max(smallest, 1)} are needed")
    b = _rule(xs, ys, shape) if bandwidth is None else float(bandwidth)
    if b < cell:
        raise ValueError(f"bandwidth must be at least one cell ({cell:g}), not {b:g}: give it, or use smaller cells")
    shares = _shared_out(xs, ys, w, grid=grid, cell=cell, engine=engine)
    height, reach = _kernel_grid(shape, b, cell, rows, columns)
    density, mass = _smoothed(shares, height, inside, cell, product=kernel == "gaussian")
    if correct_edges:
        density /= mass
    total = float(n if w is None else w.sum())
    squares = float(n if w is None else np.sum(w * w))
    # events of unequal weight count as the number of equal ones that vary as much
    per_event = squares / total if total else 1.0
    at_peak = float(density.max() * b * b / shape.roughness / per_event) if total else 0.0
    if at_peak < smallest_at_peak:
        raise TooFew(
            f"the highest value rests on {at_peak:.1f} incidents, fewer than {smallest_at_peak:g}: "
            "use a wider bandwidth or a longer time"
        )
    error = _error(shares, mass if correct_edges else None, shape, b=b, cell=cell, reach=reach)
    if inside is not None:
        density[~inside] = np.nan
        mass[~inside] = np.nan
    method = Method(
        "kernel density, linear binning and FFT",
        {
            "kernel": kernel,
            "bandwidth": b,
            "rule": bandwidth is None,
            "cell": cell,
            "correct_edges": correct_edges,
            "smallest": smallest,
        },
        (
            "A surface has no test in it: chance makes hills too.",
            "It says where incidents gather, not where the risk is: nothing is divided by people or by targets.",
            "Another bandwidth gives another map.",
        ),
        "Diggle 1985, Applied Statistics 34:138; Wand 1994",
    )
    return KernelDensity(density, mass, centres_x, centres_y, float(cell), b, n, outside, at_peak, error, crs, method)


def _incidents(x: ArrayLike, y: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats, Floats | None]:
    xs, ys = as_floats(x, "x", 1), as_floats(y, "y", 1)
    w = None if weights is None else as_floats(weights, "weights", 1)
    if len(xs) != len(ys) or (w is not None and len(w) != len(xs)):
        raise ValueError("x, y and weights must be equally long")
    if w is not None and np.any(w < 0):
        raise ValueError("weights must not be negative")
    return xs, ys, w


Grid = tuple[float, float, int, int]
"""West, south, columns, rows."""


def _grid(xs: Floats, ys: Floats, cell: float, bounds: tuple[float, float, float, float] | None) -> Grid:
    if cell <= 0:
        raise ValueError("cell must be above 0")
    if bounds is None:
        if not len(xs):
            raise TooFew("there are no incidents, and no bounds to lay a grid over")
        west, south = (float(np.floor(v.min() / cell) * cell) for v in (xs, ys))
        columns, rows = (int((v.max() - low) // cell) + 1 for v, low in ((xs, west), (ys, south)))
    else:
        west, south, east, north = (float(edge) for edge in as_floats(bounds, "bounds", 1))
        if not (east > west and north > south):
            raise ValueError("bounds must be west, south, east, north, with east above west and north above south")
        # a hair is given, so that 1000 metres in cells of 0.1 are 10,000 cells and not one more
        columns, rows = (max(1, int(np.ceil(side / cell - 1e-9))) for side in (east - west, north - south))
    if columns * rows > MAX_CELLS:
        raise ValueError(f"{columns} by {rows} cells are more than {MAX_CELLS}: use larger cells or closer bounds")
    return west, south, columns, rows


def _window(window: Any, x: Floats, y: Floats) -> Bools | None:
    if window is None:
        return None
    if isinstance(window, shapely.Geometry):
        shapely.prepare(window)
        inside = np.asarray(shapely.contains_xy(window, x[None, :], y[:, None]))
    else:
        inside = np.asarray(window)
        if inside.dtype != bool or inside.shape != (len(y), len(x)):
            raise ValueError(f"window must be a geometry, or true and false in {len(y)} rows of {len(x)}")
    if not inside.any():
        raise ValueError("no cell of the grid has its centre inside the window")
    return inside


def _kept(
    xs: Floats, ys: Floats, w: Floats | None, *, grid: Grid, cell: float, inside: Bools | None
) -> tuple[Floats, Floats, Floats | None, int]:
    """The incidents inside the window, and how many are not."""
    west, south, columns, rows = grid
    n = len(xs)
    east, north = west + columns * cell, south + rows * cell
    whole = not n or (xs.min() >= west and ys.min() >= south and xs.max() <= east and ys.max() <= north)
    if whole and inside is None:
        return xs, ys, w, 0
    kept = (xs >= west) & (xs <= east) & (ys >= south) & (ys <= north)
    if inside is not None:
        column = np.clip((xs - west) / cell, 0, columns - 1).astype(np.int64)
        row = np.clip((ys - south) / cell, 0, rows - 1).astype(np.int64)
        kept &= inside[row, column]
    return xs[kept], ys[kept], None if w is None else w[kept], n - int(np.count_nonzero(kept))


def _rule(xs: Floats, ys: Floats, shape: Shape) -> float:
    spreads = []
    for v in (xs, ys):
        low, high = np.quantile(v, [0.25, 0.75])
        sd = float(v.std(ddof=1)) if len(v) > 1 else 0.0
        spreads.append(min(sd, (high - low) / 1.349) if high > low else sd)
    return float(shape.canonical * np.mean(spreads) * len(xs) ** (-1 / 6))


def _shared_out(xs: Floats, ys: Floats, w: Floats | None, *, grid: Grid, cell: float, engine: Engine) -> Floats:
    """Weights shared between the four nearest centres, on the grid with one more cell on each side."""
    west, south, columns, rows = grid
    if uses_numba(engine):
        # Two halves on two grids: the answer does not hang on how many processors there are.
        halves = np.zeros((2, rows + 2, columns + 2))
        loop, middle = compiled(_share_loop), len(xs) // 2

        def share(k: int) -> None:
            part = slice(0, middle) if k == 0 else slice(middle, None)
            loop(xs[part], ys[part], NONE if w is None else w[part], west, south, 1.0 / cell, halves[k])

        if len(xs) < FEW:
            share(0)
            share(1)
        else:
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(share, (0, 1)))
        return np.asarray(halves[0] + halves[1])
    wide, size = columns + 2, (rows + 2) * (columns + 2)
    # Four sums per cell (of weights, and of them times either share or both) give all corners at once.
    sums = np.zeros((4, size))
    # to add a chunk's sums to the grid's costs as much as so many incidents
    chunk = max(CHUNK, size // 2)
    for start in range(0, len(xs), chunk):
        part = slice(start, start + chunk)
        east, north = (xs[part] - west) * (1.0 / cell) + 0.5, (ys[part] - south) * (1.0 / cell) + 0.5
        column, row = east.astype(np.int64), north.astype(np.int64)
        np.clip(column, 0, columns, out=column)
        np.clip(row, 0, rows, out=row)
        east -= column
        north -= row
        at = row * wide + column
        first, last = int(at.min()), int(at.max()) + 1
        at -= first
        if w is not None:
            sums[0, first:last] += np.bincount(at, weights=w[part], minlength=last - first)
            both = east * north * w[part]
            east, north = east * w[part], north * w[part]
        else:
            sums[0, first:last] += np.bincount(at, minlength=last - first)
            both = east * north
        for k, values in enumerate((east, north, both), start=1):
            sums[k, first:last] += np.bincount(at, weights=values, minlength=last - first)
    one, east_part, north_part, both_part = sums.reshape(4, rows + 2, wide)
    shares = one - east_part - north_part + both_part
    shares[:, 1:] += (east_part - both_part)[:, :-1]
    shares[1:] += (north_part - both_part)[:-1]
    shares[1:, 1:] += both_part[:-1, :-1]
    return np.maximum(shares, 0.0)


def _share_loop(  # noqa: PLR0917 - a compiled loop takes no keywords
    xs: Floats, ys: Floats, w: Floats, west: float, south: float, per: float, shares: Floats
) -> None:  # pragma: no cover - run compiled, where no line can be seen
    last_row, last_column = shares.shape[0] - 2, shares.shape[1] - 2
    weighed = len(w) > 0
    weight = 1.0
    for i in range(len(xs)):
        east, north = (xs[i] - west) * per + 0.5, (ys[i] - south) * per + 0.5
        column, row = min(max(int(east), 0), last_column), min(max(int(north), 0), last_row)
        east -= column
        north -= row
        if weighed:
            weight = w[i]
        upper = weight * north
        lower = weight - upper
        shares[row, column] += lower - lower * east
        shares[row, column + 1] += lower * east
        shares[row + 1, column] += upper - upper * east
        shares[row + 1, column + 1] += upper * east


def _kernel_grid(shape: Shape, b: float, cell: float, rows: int, columns: int) -> tuple[Floats, int]:
    """Heights of the kernel at all lags of the grid that it reaches, the centre in the middle, and its reach."""
    reach = int(np.ceil(shape.reach * b / cell))
    lag_y = np.arange(-min(reach, rows + 1), min(reach, rows + 1) + 1) * (cell / b)
    lag_x = np.arange(-min(reach, columns + 1), min(reach, columns + 1) + 1) * (cell / b)
    if shape is SHAPES["gaussian"]:
        height = np.exp(-(lag_y**2) / 2)[:, None] * np.exp(-(lag_x**2) / 2)[None, :] / (2 * np.pi)
        return height / b**2, reach
    r2 = lag_y[:, None] ** 2 + lag_x[None, :] ** 2
    return np.where(r2 < shape.reach**2, shape.formula(np.minimum(r2, shape.reach**2)), 0.0) / b**2, reach


def _smoothed(
    shares: Floats, height: Floats, inside: Bools | None, cell: float, *, product: bool
) -> tuple[Floats, Floats]:
    """The shares convolved with the kernel, and the kernel's mass in the window, both on the cells of the grid."""
    rows, columns = shares.shape[0] - 2, shares.shape[1] - 2
    half_y, half_x = height.shape[0] // 2, height.shape[1] // 2
    # wrapped around, the kernel may reach over the padding but never into the grid itself
    padded = [_even_length(rows + 2 + half_y), _even_length(columns + 2 + half_x)]
    # The kernel is even in both directions: its transform is a sum of cosines over one quarter of it.
    quarter = height[half_y:, half_x:]
    down, along = _cosines(padded[0], padded[0], half_y), _cosines(padded[1], padded[1] // 2 + 1, half_x)
    # and a product of its two edges where the kernel is one (the Gaussian)
    turned = np.outer(down @ quarter[:, 0], along @ quarter[0] / quarter[0, 0]) if product else down @ quarter @ along.T

    def convolved(values: Floats) -> Floats:
        spectrum = scipy.fft.rfft2(values, padded, workers=WORKERS)
        spectrum *= turned
        return np.asarray(scipy.fft.irfft2(spectrum, padded, overwrite_x=True, workers=WORKERS))

    density = np.maximum(convolved(shares)[1 : rows + 1, 1 : columns + 1], 0.0)
    if inside is None:
        sums = np.pad(np.cumsum(np.cumsum(height, axis=0), axis=1), ((1, 0), (1, 0))) * cell**2
        row, column = np.arange(rows), np.arange(columns)
        low_y, high_y = half_y - np.minimum(half_y, row), half_y + 1 + np.minimum(half_y, rows - 1 - row)
        low_x, high_x = half_x - np.minimum(half_x, column), half_x + 1 + np.minimum(half_x, columns - 1 - column)
        bands = sums[high_y] - sums[low_y]
        mass = bands[:, high_x] - bands[:, low_x]
    else:
        mass = convolved(inside.astype(np.float64))[:rows, :columns] * cell**2
    return density, np.clip(mass, 1e-9, 1.0, out=mass)


def _even_length(least: int) -> int:
    """A length of at least this many that is even and quickly transformed."""
    length = least + least % 2
    while (fast := scipy.fft.next_fast_len(length, real=True)) % 2:
        length = fast + 1
    return fast


def _cosines(length: int, many: int, reach: int) -> Floats:
    """Weights (many, reach + 1) that turn one half of an even series into the first of its Fourier coefficients."""
    table = np.cos(2 * np.pi / length * np.arange(length))
    found: Floats = table[np.outer(np.arange(many), np.arange(reach + 1)) % length]
    found[:, 1:] *= 2
    return found


def _error(shares: Floats, mass: Floats | None, shape: Shape, *, b: float, cell: float, reach: int) -> float:
    """Bound of the error at any cell: what one incident can be wrong by, times all that may lie within its reach."""
    inner = shares[1:-1, 1:-1]
    side = max(1, (reach + 1) // 2)
    # Blocks instead of cells: around a block, everything within reach of any of its cells.
    starts = [np.arange(0, length, side) for length in inner.shape]
    blocks = np.add.reduceat(np.add.reduceat(inner, starts[0], axis=0), starts[1], axis=1)
    near = -(-(reach + 1) // side)
    sums = np.pad(np.cumsum(np.cumsum(np.pad(blocks, near), axis=0), axis=1), ((1, 0), (1, 0)))
    wide = 2 * near + 1
    bands = sums[wide:] - sums[:-wide]
    close = bands[:, wide:] - bands[:, :-wide]
    # what the outermost ring took lies within reach of the edge; it is small, and counted everywhere
    close += shares.sum() - inner.sum()
    if mass is not None:
        close /= np.minimum.reduceat(np.minimum.reduceat(mass, starts[0], axis=0), starts[1], axis=1)
    return float(close.max() * shape.binning_error(cell / b) / b**2)
