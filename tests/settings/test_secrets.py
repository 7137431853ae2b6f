"""[secrets]: where the key of the passwords comes from, and each mistake in one sentence at its place."""

from pathlib import Path

import pytest

from hedgerow.settings.values import SecretsSettings
from tests.settings.reading import HOME, NOWHERE, problems, settings

PASS = "[secrets]\npassphrase_env = 'WORDS'\n"


def test_the_key_file_is_in_the_folder_for_settings_of_the_user_unless_named() -> None:
    environ = {"XDG_CONFIG_HOME": "/home/ada/conf"}
    assert settings(HOME, environ).secrets == SecretsSettings(Path("/home/ada/conf/hedgerow/hedgerow.key"))
    assert settings(f"{HOME}[secrets]\nkey_file = 'keys/mine'\n").secrets.key_file == NOWHERE / "keys" / "mine"


def test_a_passphrase_stands_in_a_variable_or_a_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("canary words\n")
    (tmp_path / "words").chmod(0o600)
    by_file = settings(f"{HOME}[secrets]\npassphrase_file = 'words'\n", base=tmp_path)
    by_name = settings(HOME + PASS, {"WORDS": "canary words"})
    own_name = settings(HOME + PASS.replace("WORDS", "HEDGEROW_WORDS"), {"HEDGEROW_WORDS": "canary words"})
    for read in (by_file, by_name, own_name):
        assert (read.secrets.passphrase, "canary" in repr(read)) == ("canary words", False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("key_file = 'data/key'", "4:12: secrets.key_file: lies in the data folder, beside what it opens"),
        ("key_file = '.'", "4:12: secrets.key_file: is a folder; name a file"),
        ("passphrase_env = 'WORDS'", "4:18: secrets.passphrase_env: the environment variable 'WORDS' is not set"),
        ("passphrase_env = 'two words'", "4:18: secrets.passphrase_env: is not the name of an environment variable"),
        ("passphrase_file = 'nowhere'", "4:19: secrets.passphrase_file: the file that is named here can't be read"),
        ("passphrase = 'canary'", "4:1: secrets.passphrase: a secret does not belong in this file; put it into"),
        ("keyring = 'yes please'", "4:11: secrets.keyring: must be true or false"),
        ("keyring = true\nkey_file = 'key'", "5:1: secrets.key_file: the key comes from one place; leave out key_file"),
        ("keyfile = 'key'", "4:1: secrets.keyfile: unknown key; did you mean 'key_file'?"),
    ],
)
def test_each_mistake_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    [problem] = problems(f"{HOME}[secrets]\n{text}\n[server]\ndata = 'data'\n", base=tmp_path)
    assert problem.startswith(f"h.toml:{said}")
    assert "canary" not in problem


def test_others_may_not_read_the_words(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("canary")
    (tmp_path / "words").chmod(0o644)
    [problem] = problems(f"{HOME}[secrets]\npassphrase_file = 'words'\n", base=tmp_path)
    assert problem.endswith("others can read 'words'; run: chmod 600 words")
