"""What processes of one installation owe each other."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lagesbild.core.secret_files import kept
from lagesbild.core.serving import free_port, turn
from lagesbild.errors import InputError

ORPHAN = "import time; from lagesbild.core.serving import follow_parent; follow_parent({parent}); time.sleep(60)"


def test_a_child_whose_parent_was_gone_before_it_asked_ends() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    child = subprocess.Popen([sys.executable, "-c", ORPHAN.format(parent=gone.pid)])
    assert child.wait(30) != 0


def test_a_child_lives_while_its_parent_does() -> None:
    child = subprocess.Popen([sys.executable, "-c", ORPHAN.format(parent=os.getpid())])
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(2)
    child.kill()
    child.wait()


def test_the_turn_to_serve_is_one_processs_and_is_known_to_have_been_left_by_a_kill(tmp_path: Path) -> None:
    with turn(tmp_path) as mine:
        assert not mine.after_a_kill
        mine.at("http://127.0.0.1:1/")
        with pytest.raises(InputError, match=re.escape("http://127.0.0.1:1/")), turn(tmp_path):
            pass
    (tmp_path / "serve.lock").write_text('{"pid": 1, "address": ""}', encoding="utf-8")
    with turn(tmp_path) as mine:
        assert mine.after_a_kill


def test_a_port_that_others_share_is_not_taken_for_free() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(InputError, match=str(port)):
            free_port("127.0.0.1", port)
        assert free_port("127.0.0.1", port, tries=20) > port
    with pytest.raises(InputError, match=r"203\.0\.113\.1"):
        free_port("203.0.113.1", 8000)


def test_a_secret_is_made_once_by_whoever_is_first(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(kept(tmp_path / "key"))) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
