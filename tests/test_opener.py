from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.opener import SCHEMES, NoBrowser, UnsafeLink, open_link, safe_target

RECORDER = '#!/bin/sh\nfor word; do printf "%s\\n" "$word"; done >> "{log}"\nexit {code}\n'


@pytest.fixture(autouse=True)
def no_browser_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/bin:/usr/bin")


@pytest.fixture
def program(tmp_path: Path):
    """Make a program that writes its arguments to a file, one a line."""
    (tmp_path / "bin").mkdir()

    def make(name: str, code: int = 0) -> str:
        path = tmp_path / "bin" / name
        path.write_text(RECORDER.format(log=tmp_path / "log", code=code))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return make


def opened(tmp_path: Path) -> list[str]:
    log = tmp_path / "log"
    return log.read_text().splitlines() if log.exists() else []


def test_the_browser_gets_the_address_as_one_argument(tmp_path: Path, program, monkeypatch) -> None:
    monkeypatch.setenv("BROWSER", program("browser"))
    url = "https://example.org/good?a=1&b=$(touch+x);`y`"
    assert open_link(url) == f"opened {url} with browser"
    assert opened(tmp_path) == [url]


def test_browser_may_hold_arguments_and_a_place_for_the_address(tmp_path: Path, program, monkeypatch) -> None:
    monkeypatch.setenv("BROWSER", f"{program('browser')} --new 'a b' --url=%s")
    open_link("https://e.org")
    assert opened(tmp_path) == ["--new", "a b", "--url=https://e.org"]


def test_the_next_browser_is_tried_when_one_fails_or_is_missing(tmp_path: Path, program, monkeypatch) -> None:
    monkeypatch.setenv("BROWSER", f"nosuch-browser:{program('broken', 3)}:{program('works')}")
    assert open_link("https://e.org").endswith("with works")
    assert opened(tmp_path) == ["https://e.org", "https://e.org"]


def test_when_all_fail_it_is_said_why(program, monkeypatch) -> None:
    monkeypatch.setenv("BROWSER", f"nosuch-browser:{program('broken', 3)}")
    with pytest.raises(NoBrowser, match=r"nosuch-browser cannot be run: .*, broken failed with exit code 3"):
        open_link("https://e.org")


def test_without_a_wish_the_desktop_is_asked(tmp_path: Path, program, monkeypatch) -> None:
    program("xdg-open")
    monkeypatch.setenv("DISPLAY", ":7")
    open_link("doi:10.1145/3292500")
    assert opened(tmp_path) == ["https://doi.org/10.1145/3292500"]


def test_over_ssh_no_browser_is_started(tmp_path: Path, program, monkeypatch) -> None:
    program("xdg-open")
    program("w3m")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    with pytest.raises(NoBrowser, match=r"over SSH to open https://e\.org"):
        open_link("https://e.org", terminal=True)
    assert opened(tmp_path) == []


def test_over_ssh_a_wanted_browser_is_started(tmp_path: Path, program, monkeypatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    monkeypatch.setenv("BROWSER", program("browser"))
    open_link("https://e.org")
    assert opened(tmp_path) == ["https://e.org"]


def test_a_text_browser_is_started_only_where_it_may_have_the_terminal(tmp_path: Path, program, monkeypatch) -> None:
    monkeypatch.setenv("BROWSER", program("w3m"))
    with pytest.raises(NoBrowser):
        open_link("https://e.org")
    assert open_link("https://e.org", terminal=True).endswith("with w3m")
    assert opened(tmp_path) == ["https://e.org"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "javascript:www.example.org/",
        "data:text/html,x",
        "x-shell:touch;x",
        "file:///etc/passwd",
        "file://elsewhere/etc/passwd",
        "/etc/passwd",
        "../outside.pdf",
        "--new-window=x",
        "-x",
        "https://e.org/\x1b]52;c;eA==\x07",
        "https://e.org/a b",
        "https://e.org/\u202egpj.exe",
        "https://",
        "https://-oProxyCommand=x/",
        "http:e.org",
        "mailto:a@e.org?attach=/etc/passwd",
        "",
        "program.sh",
        "missing.pdf",
        "folder.pdf",
        "link-out.pdf",
    ],
)
def test_what_is_not_harmless_is_refused_before_any_program_runs(
    tmp_path: Path, program, monkeypatch, url: str
) -> None:
    monkeypatch.setenv("BROWSER", program("browser"))
    folder = tmp_path / "library"
    (folder / "folder.pdf").mkdir(parents=True)
    (folder / "program.sh").write_text("echo")
    (tmp_path / "outside.pdf").write_text("x")
    (folder / "link-out.pdf").symlink_to(tmp_path / "outside.pdf")
    with pytest.raises(UnsafeLink):
        open_link(url, str(folder))
    assert opened(tmp_path) == []


def test_a_document_below_the_librarys_folder_is_opened(tmp_path: Path) -> None:
    (tmp_path / "pdf 论文").mkdir()
    document = tmp_path / "pdf 论文" / "a#b.pdf"
    document.write_text("x")
    assert safe_target(document.as_uri(), str(tmp_path)) == document.as_uri()


def test_a_relative_path_counts_from_the_librarys_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.pdf").write_text("x")
    assert safe_target("sub/a.pdf", str(tmp_path)) == (tmp_path / "sub" / "a.pdf").as_uri()


def test_an_address_without_scheme_is_a_web_page() -> None:
    assert safe_target("www.example.org/x") == "https://www.example.org/x"
    assert safe_target("arxiv.org/abs/1706.03762") == "https://arxiv.org/abs/1706.03762"


@given(st.text(st.one_of(st.sampled_from("-:/.ajftphsmdoi \x1b\t"), st.characters()), max_size=30))
def test_whatever_passes_is_an_address_of_a_harmless_scheme(text: str) -> None:
    for url in (text, "https:" + text, "file:" + text):
        try:
            target = safe_target(url, "/nonexistent-folder")
        except UnsafeLink:
            continue
        assert target.partition(":")[0] in {*SCHEMES, "file"} - {"doi"}
        assert target.isprintable() or not any(ord(letter) < 0x21 or 0x7F <= ord(letter) < 0xA0 for letter in target)
