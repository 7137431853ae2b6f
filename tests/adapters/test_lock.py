import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hedgerow.adapters.lock import NAME, SERVING, Held, hold_lock, is_held_here
from hedgerow.ports import Refused, Unavailable

HOLDER = """
import sys
from pathlib import Path
from hedgerow.adapters.lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process


def start_another(folder: Path) -> None:
    with hold_lock(folder):
        pytest.fail("two instances at once")


def test_a_second_instance_is_told_which_process_holds_the_folder(tmp_path: Path) -> None:
    with another_process(tmp_path) as process, pytest.raises(Held, match=f"process {process.pid}") as held:
        start_another(tmp_path)
    assert held.value.pid == process.pid


def test_the_lock_holds_within_one_process_too(tmp_path: Path) -> None:
    with hold_lock(tmp_path), pytest.raises(Held) as held:
        start_another(tmp_path)
    assert held.value.pid == os.getpid()


def test_serving_and_writing_are_two_locks_each_held_once(tmp_path: Path) -> None:
    with hold_lock(tmp_path, SERVING), hold_lock(tmp_path):
        with pytest.raises(Held, match="already serves"), hold_lock(tmp_path, SERVING):
            pytest.fail("two that serve")
        with pytest.raises(Held, match="try again when it is done"):
            start_another(tmp_path)


def test_a_caller_may_take_it_for_something_to_try_again_later(tmp_path: Path) -> None:
    with hold_lock(tmp_path), pytest.raises(Unavailable):
        start_another(tmp_path)


def test_a_refused_instance_leaves_the_holders_name_in_place(tmp_path: Path) -> None:
    with hold_lock(tmp_path):
        for _ in range(2):
            with pytest.raises(Held) as held:
                start_another(tmp_path)
            assert held.value.pid == os.getpid()


def test_a_killed_process_leaves_no_lock_behind(tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (tmp_path / NAME).read_text() == f"{process.pid}\n"
    (tmp_path / NAME).write_text("123456789012\n")
    with hold_lock(tmp_path):
        assert (tmp_path / NAME).read_text() == f"{os.getpid()}\n"


def test_the_lock_is_free_again_after_an_error_inside(tmp_path: Path) -> None:
    with pytest.raises(KeyError), hold_lock(tmp_path):
        raise KeyError
    with hold_lock(tmp_path):
        pass


def test_a_free_folder_tells_nothing_of_who_was_there(tmp_path: Path) -> None:
    with hold_lock(tmp_path):
        pass
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(NAME, b"")]


def test_a_holder_that_has_not_said_its_name_is_another_process(tmp_path: Path) -> None:
    with hold_lock(tmp_path):
        (tmp_path / NAME).write_text("")
        with pytest.raises(Held, match="another process") as held:
            start_another(tmp_path)
    assert held.value.pid is None


def test_the_folder_is_made_for_this_user_alone(tmp_path: Path) -> None:
    with hold_lock(tmp_path / "new" / "data"):
        assert (tmp_path / "new" / "data").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(Refused, match="name a data folder"):
        start_another(tmp_path / "data")


def test_whether_the_lock_is_held_here_is_known_while_it_is(tmp_path: Path) -> None:
    assert not is_held_here(tmp_path)
    with hold_lock(tmp_path):
        assert is_held_here(tmp_path)
        assert not is_held_here(tmp_path, SERVING)
        assert is_held_here(tmp_path / "." / "x" / "..")
    assert not is_held_here(tmp_path)


def test_the_lock_is_held_here_whatever_the_file_says(tmp_path: Path) -> None:
    with hold_lock(tmp_path):
        (tmp_path / NAME).write_text("1\n")
        assert is_held_here(tmp_path)


def test_our_own_number_in_the_file_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(f"{os.getpid()}\n")
    assert not is_held_here(tmp_path)


def test_what_another_process_holds_is_not_held_here(tmp_path: Path) -> None:
    with another_process(tmp_path):
        (tmp_path / NAME).write_text(f"{os.getpid()}\n")
        with pytest.raises(Held):
            start_another(tmp_path)
        assert not is_held_here(tmp_path)
