"""Gate: a wheel built from this tree, alone in a new environment, makes the demo picture with nothing missing.

Run by `make gates`. Not a test of pytest, because it installs everything once more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("index.html", "en.html", "picture.css", "picture.json", "picture.pdf", "refusals.csv", "fonts", "map")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run and return standard output; show everything and stop when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def main() -> None:
    """Build, install, run, look for what is missing."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", home, ROOT, cwd=home)
        (wheel,) = home.glob("lagesbild-*.whl")
        venv.create(home / "env", with_pip=True)
        python = home / "env/bin/python"
        pip = (python, "-m", "pip", "install", "-q")
        run(*pip, "--require-hashes", "-r", ROOT / "requirements/runtime.txt", cwd=home)
        run(*pip, "--no-deps", wheel, cwd=home)
        said = run(home / "env/bin/lagesbild", "demo", "--no-serve", cwd=home, HOME=str(home), PYTHONPATH="")
        made = home / "demo-data/lagesbild"
        missing = [name for name in NEEDED if not (made / name).exists()]
        if missing:
            sys.exit(f"The installed package made a picture without {', '.join(missing)}.")
        if "Älvhamra" not in (made / "index.html").read_text(encoding="utf-8"):
            sys.exit("The installed package made a picture without the name of the town.")
        print(f"wheel: {wheel.stat().st_size / 1e6:.1f} MB, alone in a new environment it said:\n{said}")


if __name__ == "__main__":
    main()
