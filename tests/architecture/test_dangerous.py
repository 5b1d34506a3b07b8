"""What a program can do that is dangerous is done nowhere, or in the few places that are said here."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import lagesbild

HOUSE = Path(lagesbild.__file__).parent
ROOT = Path(__file__).parents[2]
UNSAFE = {"pickle", "marshal", "shelve", "dill", "yaml", "code", "ctypes"}
CALLING = {
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "urllib.request",
    "ftplib",
    "telnetlib",
    "smtplib",
    "http.client",
    "socket",
}
ASKS = {
    "http.client": {"cli/serve.py"},
    "socket": {"cli/worker.py", "core/scanning.py", "core/serving.py"},
}
"""What of these is used, and where: the own page of health, the scanner, free ports and the name of the machine."""
RUNS = {"cli/demo.py", "cli/serve.py", "core/backup.py", "core/postgres.py", "core/programs.py"}
"""What runs programs: PostgreSQL's, and ourselves."""
PARSES = {"core/svg.py", "picture/charts/svg.py", "picture/pdf/blocks.py"}
"""What parses XML: drawings that we have made."""
PATTERNS = {
    "accounts/passwords.py",
    "agreements/cadence.py",
    "analysis/texts/stemming.py",
    "core/guard.py",
    "sources/headings.py",
}
"""What puts patterns together: of words and letters that stand in the same module."""
AS_IT_IS = {
    "core/web/jinja.py": 4,
    "picture/html.py": 3,
    "picture/parts.py": 3,
    "leadership/templates/leadership/page.html": 1,
    "picture/templates/picture/agenda.html": 1,
    "picture/templates/picture/list.html": 1,
    "picture/templates/picture/parts/areas.html": 1,
    "picture/templates/picture/start.html": 1,
    "portal/templates/portal/start.html": 1,
    "publishing/templates/publishing/public/picture.html": 1,
}
"""How often something is put into a page without being escaped: what templates of ours have drawn, and drawings."""


@cache
def modules() -> dict[str, ast.Module]:
    """Each module of the house by its path."""
    return {
        path.relative_to(HOUSE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(HOUSE.rglob("*.py"))
    }


def imported(tree: ast.Module) -> set[str]:
    """Names of modules that are imported anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found


@cache
def imports() -> dict[str, set[str]]:
    """What each module imports."""
    return {path: imported(tree) for path, tree in modules().items()}


@cache
def calls() -> list[tuple[str, str, ast.Call]]:
    """Every call of something with a name: where, of what, and itself."""
    return [
        (path, ast.unparse(node.func), node)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    ]


def users(*names: str) -> dict[str, set[str]]:
    """Which modules import each of the names."""
    return {name: {path for path, found in imports().items() if name in found} for name in names}


def test_no_code_is_made_of_text() -> None:
    made = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
    assert [(path, name) for path, name, _ in calls() if name in made or name.endswith("nment.from_string")] == []
    assert {name: found for name, found in users(*UNSAFE).items() if found} == {}


def test_programs_are_run_by_few_and_never_through_a_shell() -> None:
    assert users("subprocess")["subprocess"] == RUNS
    assert [path for path, _, call in calls() if any(one.arg == "shell" for one in call.keywords)] == []
    assert [
        (path, ast.unparse(call.args[0]))
        for path, name, call in calls()
        if name in {"subprocess.run", "subprocess.Popen"} and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ] == []


def test_nothing_is_asked_of_other_machines_but_what_is_listed() -> None:
    assert {name: found for name, found in users(*CALLING).items() if found} == ASKS


def test_xml_is_parsed_only_where_we_have_made_it() -> None:
    parsing = {path for path, found in imports().items() if {one.split(".")[0] for one in found} & {"xml", "lxml"}}
    assert parsing == PARSES


def test_no_weak_digest_and_no_secret_that_can_be_guessed() -> None:
    assert [path for path, name, _ in calls() if re.fullmatch(r"hashlib\.(md5|sha1|new)", name)] == []
    assert users("random")["random"] == set()


def test_no_pattern_is_made_of_what_people_write() -> None:
    made = {"re.compile", "re.search", "re.match", "re.fullmatch", "re.sub", "re.findall", "re.split", "re.finditer"}
    calling = [(path, call.args[0]) for path, name, call in calls() if name in made]
    assert {path for path, pattern in calling if not constant(pattern)} == PATTERNS


def constant(node: ast.expr) -> bool:
    """Whether a pattern is written out."""
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.BinOp) and constant(node.left) and constant(node.right)
    )


def test_only_what_we_have_drawn_is_put_in_as_it_is() -> None:
    found = Counter(path for path, name, _ in calls() if name.endswith(("Markup", "mark_safe")))
    for page in HOUSE.rglob("templates/**/*.html"):
        text = page.read_text(encoding="utf-8")
        found[page.relative_to(HOUSE).as_posix()] = len(re.findall(r"\|\s*safe\b|autoescape false", text))
    assert {path: n for path, n in found.items() if n} == AS_IT_IS


def test_scripts_write_no_markup_and_read_no_cookies_or_messages() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|document\.cookie|\beval\(|new Function|postMessage"
        r"|onmessage|[\"']message[\"']|__proto__|Object\.assign"
    )
    scripts = [*(ROOT / "frontend").glob("*.ts"), *(ROOT / "frontend" / "lib").glob("*.ts")]
    assert len(scripts) > 5
    assert [(one.name, found) for one in scripts for found in forbidden.findall(one.read_text(encoding="utf-8"))] == []


def test_what_is_installed_is_pinned_and_has_its_digest() -> None:
    for name in ("runtime.txt", "build.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        listed = re.findall(r"^[\w.-]+(?:\[[^]]+\])?(.*)$", text, re.MULTILINE)
        assert len(listed) > 3
        assert [one for one in listed if not one.startswith("==")] == []
        assert text.count("==") <= text.count("--hash=sha256:")
    assert "--require-hashes" in (ROOT / "Makefile").read_text(encoding="utf-8")
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(packages) > 10
    assert [name for name, one in packages.items() if name and not one["integrity"].startswith("sha512-")] == []
