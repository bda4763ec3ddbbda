from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.errors import StackError
from stacktui.settings import Settings, load_settings, settings_as_text

plain_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_a_missing_file_means_all_defaults(config: Path) -> None:
    assert load_settings(str(config)) == Settings()
    assert load_settings(str(config / "below" / "a file")) == Settings()


def test_an_empty_file_means_all_defaults(config: Path) -> None:
    config.write_text("\n")
    assert load_settings(str(config)) == Settings()


def test_values_are_read(config: Path) -> None:
    config.write_text(
        'theme = "nord"\nmouse = false\nclipboard = "osc52"\n[keys]\n"copy.link" = "y y | Y"\nquit = "x"\n'
    )
    settings = load_settings(str(config))
    assert (settings.theme, settings.mouse, settings.clipboard) == ("nord", False, "osc52")
    assert settings.keys == {"copy.link": "y y | Y", "quit": "x"}


def test_a_command_id_needs_no_quotes(config: Path) -> None:
    config.write_text('[keys]\ncopy.link = "Y"\n')
    assert load_settings(str(config)).keys == {"copy.link": "Y"}


def test_a_relative_library_counts_from_the_settings(config: Path) -> None:
    config.write_text('library = "my/papers.json"')
    assert load_settings(str(config)).library == str(config.parent / "my/papers.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nthem = 'nord'", r"line 2: there is no setting 'them' \(did you mean theme\?\)"),
        ("zzz = 1", r"line 1: there is no setting 'zzz' \(there are library, theme"),
        ("theme = 'x'\nmouse = 'yes'", r"line 2: mouse = 'yes' should be true or false"),
        ("mouse = 1", "should be true or false"),
        ("theme = 3", "line 1: theme = 3 should be text in quotes"),
        (
            "\n\nclipboard = 'xclip'",
            r"line 3: clipboard cannot be 'xclip' \(it takes auto, osc52, tmux, native, command\)",
        ),
        ("keys = 'x'", "line 1: keys should be a table"),
        ("[keys]\nquit = 3", "line 2: the keys of quit should be text"),
        ("theme = nord", "are no TOML: .*line 1"),
        ("theme = 'a'\ntheme = 'b'", "are no TOML: .*line 2"),
    ],
)
def test_a_mistake_names_file_line_and_field(config: Path, text: str, message: str) -> None:
    config.write_text(text)
    with pytest.raises(StackError, match=message) as caught:
        load_settings(str(config))
    assert str(config) in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_not_text_is_refused(config: Path) -> None:
    config.write_bytes(b"theme = '\xff\xfe'")
    with pytest.raises(StackError, match="not UTF-8"):
        load_settings(str(config))


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="cannot be read"):
        load_settings(str(tmp_path))


def test_every_setting_has_its_sentence_in_the_text() -> None:
    text = settings_as_text(Settings())
    assert text.count("\n# ") + text.startswith("# ") == len(Settings.__dataclass_fields__)
    assert 'clipboard = "auto"' in text


@given(plain_text, plain_text, st.booleans(), st.dictionaries(plain_text, plain_text, max_size=4))
def test_the_text_reads_back_as_the_same_settings(
    tmp_path_factory: pytest.TempPathFactory, theme: str, command: str, mouse: bool, keys: dict[str, str]
) -> None:
    settings = Settings(theme=theme, clipboard_command=command, mouse=mouse, keys=keys)
    path = tmp_path_factory.getbasetemp() / "round.toml"
    path.write_bytes(settings_as_text(settings).encode())
    assert load_settings(str(path)) == settings


def test_without_a_file_no_toml_reader_is_imported() -> None:
    script = (
        "import sys; from stacktui.settings import load_settings; load_settings('/nowhere.toml');"
        "print([name for name in ('tomllib', 'difflib', 'platformdirs', 'subprocess') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
