import json
import subprocess
from pathlib import Path

from tests.system.life import command, environment, settle


def journal(folder: Path, *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    where = environment(XDG_CONFIG_HOME=str(folder / "home"))
    asked = command("--config", folder / "hedgerow.toml", "journal", *words)
    return subprocess.run(asked, cwd=folder, env=dict(where), input=text, capture_output=True, text=True, check=False)


def test_a_thought_is_written_shown_exported_and_forgotten(tmp_path: Path) -> None:
    settle(tmp_path)
    empty = journal(tmp_path)
    assert (empty.returncode, "is empty" in empty.stderr, empty.stdout) == (0, True, "")
    assert journal(tmp_path, "--write", "--week", "2026-W47", text="The walk helped.\n").returncode == 0
    assert "The walk helped." in journal(tmp_path).stdout
    assert journal(tmp_path, "--week", "2026-W46").stdout == ""
    [page] = json.loads(journal(tmp_path, "--json").stdout)["pages"]
    assert (page["week"], page["answer"], page["question"]) == ("2026-W47", "The walk helped.", None)
    (tmp_path / "mine.md").touch(mode=0o644)
    assert journal(tmp_path, "--export", "mine.md").returncode == 0
    assert (tmp_path / "mine.md").read_text() == "# Journal\n\n## 2026-W47\n\nThe walk helped.\n"
    assert (tmp_path / "mine.md").stat().st_mode & 0o777 == 0o600
    assert journal(tmp_path, "--forget", "1", "--dry-run").returncode == 0
    assert journal(tmp_path, "--forget", "1").returncode == 0
    assert journal(tmp_path, "--forget", "1").returncode == 2
    assert journal(tmp_path).stdout == ""


def test_nothing_of_it_lies_open_in_the_data_folder(tmp_path: Path) -> None:
    settle(tmp_path)
    journal(tmp_path, "--write", "--week", "2026-W47", text="canary-in-the-journal")
    kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"canary-in-the-journal" in path.read_bytes() for path in kept)


def test_without_its_key_the_journal_says_what_is_missing(tmp_path: Path) -> None:
    settle(tmp_path)
    journal(tmp_path, "--write", "--week", "2026-W47", text="Mine.")
    [key] = (tmp_path / "home").rglob("*.key")
    key.unlink()
    ran = journal(tmp_path)
    assert (ran.returncode, "put the key back" in " ".join(ran.stderr.split())) == (1, True)
