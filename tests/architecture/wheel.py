"""Gate: a wheel built from this tree, alone in a new environment, makes a picture and serves the demo, nothing missing.

Run by `make gates`. Not a test of pytest, because it installs everything once more.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import venv
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("index.html", "en.html", "picture.css", "picture.json", "picture.pdf", "refusals.csv", "fonts", "map")
TOWN = "tranmora"
WRITE = "from pathlib import Path; from lagesbild.demo import write_files; write_files(Path())"
PLAIN = ("DATABASE_", "DJANGO_", "LAGESBILD_")


def environment(home: Path) -> dict[str, str]:
    """Nothing of this tree, nothing of an installation."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(PLAIN)}
    return {**kept, "HOME": str(home), "PYTHONPATH": "", "PYTHONUNBUFFERED": "1"}


def run(*command: str | Path, cwd: Path) -> str:
    """Run and return standard output; show everything and stop when it fails."""
    words = [str(part) for part in command]
    done = subprocess.run(words, check=False, cwd=cwd, env=environment(cwd), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def picture(lagesbild: Path, home: Path) -> None:
    """A file becomes a picture with all its parts."""
    run(lagesbild.parent / "python", "-c", WRITE, cwd=home)
    run(lagesbild, "picture", "rapporter.csv", "--out", "bild", cwd=home)
    missing = [name for name in NEEDED if not (home / "bild" / name).exists()]
    if missing:
        sys.exit(f"The installed package made a picture without {', '.join(missing)}.")


def served(lagesbild: Path, home: Path) -> str:
    """The demo is filled, served, and ended; what it said, and how soon a second start answers."""
    said = run(lagesbild, "demo", "--no-serve", "--only", TOWN, cwd=home)
    command = [str(lagesbild), "demo", "--only", TOWN, "--port", "0"]
    with (home / "served.log").open("w") as log:
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=home, env=environment(home), stdout=log, stderr=subprocess.STDOUT)
        # a server that never says where it is would be waited for for ever
        timer = threading.Timer(120, process.kill)
        timer.start()
        try:
            while not (found := re.search(r"http://\S+", (home / "served.log").read_text())):
                if process.poll() is not None:
                    sys.exit(f"The installed package does not serve the demo:\n{(home / 'served.log').read_text()}")
                time.sleep(0.1)
            seconds = time.monotonic() - began
            for path in ("", "static/core/app.css"):
                with urlopen(found[0] + path, timeout=30) as answer:
                    page = answer.read().decode()
                if not path and "<h1" not in page:
                    sys.exit(f"The installed package serves something else than a page:\n{page[:2000]}")
            process.send_signal(signal.SIGINT)
            if process.wait(180):
                sys.exit(f"The demo did not end cleanly:\n{(home / 'served.log').read_text()}")
        finally:
            timer.cancel()
            process.kill()
    return f"{said}second start {seconds:.1f} s"


def main() -> None:
    """Build, install, run, look for what is missing."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        # the account that the database runs as has to enter it
        home.chmod(0o755)
        run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", home, ROOT, cwd=home)
        (wheel,) = home.glob("lagesbild-*.whl")
        venv.create(home / "env", with_pip=True)
        python = home / "env/bin/python"
        pip = (python, "-m", "pip", "install", "-q")
        run(*pip, "--require-hashes", "-r", ROOT / "requirements/runtime.txt", cwd=home)
        run(*pip, "--no-deps", wheel, cwd=home)
        picture(home / "env/bin/lagesbild", home)
        said = served(home / "env/bin/lagesbild", home)
        print(f"wheel: {wheel.stat().st_size / 1e6:.1f} MB, alone in a new environment it said:\n{said}")


if __name__ == "__main__":
    main()
