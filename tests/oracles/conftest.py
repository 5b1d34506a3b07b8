"""R beside the tests: a script is given arrays by name and gives figures by name."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest

HEAD = r"""
given <- function(name) as.matrix(read.csv(paste0(name, ".csv"), header = FALSE))
number <- function(v) ifelse(is.finite(v), format(as.numeric(v), digits = 17, trim = TRUE), "null")
said <- function(values) cat("{", paste(sprintf('"%s":[%s]', names(values),
  sapply(values, function(v) paste(number(v), collapse = ","))), collapse = ","), "}", file = "said.json")
"""
"""`given(name)` reads an array, `said(list(name = …))` answers; what is no number arrives as NaN."""

OTHERS = ("esda", "libpysal", "pointpats", "statsmodels", "KDEpy", "numpy", "scipy", "numba")
RS = ("surveillance", "spdep", "spatstat")

Ask = Callable[..., dict[str, np.ndarray]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With what the figures were compared."""
    found = [f"{name} {version(name)}" for name in OTHERS]
    if shutil.which("Rscript") is not None:
        each = "cat(p, format(packageVersion(p)), fill = TRUE)"
        packages = ", ".join(f'"{name}"' for name in RS)
        asked = f"for (p in c({packages})) if (requireNamespace(p, quietly = TRUE)) {each}"
        script = f"cat(R.version.string, fill = TRUE); {asked}"
        done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True)
        found += [line.strip() for line in done.stdout.splitlines()]
    terminalreporter.write_line("compared with " + ", ".join(found))


@pytest.fixture(scope="module")
def ask_r(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Run a script that needs a package of R: ask_r(script, package, name=array, …)."""

    def ask(script: str, package: str, /, **arrays: Any) -> dict[str, np.ndarray]:
        if shutil.which("Rscript") is None:
            pytest.skip("R is not installed (make oracles installs it on Debian)")
        folder: Path = tmp_path_factory.mktemp(package)
        for name, values in arrays.items():
            np.savetxt(folder / f"{name}.csv", np.atleast_2d(values), fmt="%.17g", delimiter=",")
        found = f'if (!requireNamespace("{package}", quietly = TRUE)) quit(status = 3)\n'
        (folder / "run.R").write_text(f"{found}suppressMessages(library({package}))\n{HEAD}{script}", encoding="utf-8")
        done = subprocess.run(
            ["Rscript", "run.R"], cwd=folder, capture_output=True, text=True, check=False, timeout=300
        )
        if done.returncode == 3:
            pytest.skip(f"R's {package} is not installed (make oracles installs it on Debian)")
        assert done.returncode == 0, done.stderr
        answer: Mapping[str, list[float | None]] = json.loads((folder / "said.json").read_text(encoding="utf-8"))
        return {name: np.array(values, dtype=np.float64) for name, values in answer.items()}

    return ask
