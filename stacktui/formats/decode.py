"""From the bytes of a file to its text.

Tried in order: a byte order mark, UTF-8, UTF-16 without mark (every other byte is zero), then GB18030 or Windows-1252:
nearly all bytes can be read as either, so the one that gives likely text is taken. Bytes with many control characters
are no text: a StackError says so.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from stacktui.errors import StackError

_BINARY_SIGNS = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"SQLite format",
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 65536


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and what is needed to write it back as it was."""

    text: str
    """With ``\\n`` at the line ends."""
    encoding: str
    newline: str
    bom: bool


def decode(data: bytes, name: str = "the file") -> Decoded:
    """The text in ``data``; a StackError where it is no text. ``name`` is for the message."""
    if data.startswith(_BINARY_SIGNS):
        raise _no_text(name)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as_text(_strict(data[len(mark) :], encoding, name), encoding, True, name)
    encoding = _guess_utf16(data[:_SAMPLE]) or "utf-8"
    for candidate in (encoding, *_single_or_double(data[:_SAMPLE])):
        try:
            return _as_text(data.decode(candidate), candidate, False, name)
        except UnicodeDecodeError:
            continue
    raise _no_text(name)


def _as_text(text: str, encoding: str, bom: bool, name: str) -> Decoded:
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > len(sample) // 20:  # packed data has one in ten, programs one in two
        raise _no_text(name)
    newline = "\r\n" if "\r\n" in text else "\n" if "\n" in text or "\r" not in text else "\r"
    return Decoded(text.replace(newline, "\n"), encoding, newline, bom)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise StackError(f"{name} begins as {encoding} but is not", "save it as UTF-8 and try again") from None


def _guess_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: mostly Latin text has a zero in every other byte."""
    half = len(sample) // 2
    if half < 2:
        return None
    if sample[1::2].count(0) > 0.4 * half and sample[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _single_or_double(sample: bytes) -> tuple[str, str]:
    """Which to try first. An accented letter and the plain one behind it make one sign of GB18030, nearly always a rare
    one; both bytes of most Chinese signs are high.
    """
    text = sample.decode("gb18030", errors="ignore")
    signs = _WIDE.findall(text)
    common = sum(map(_is_common, signs))
    in_words = {found.start() for found in _WIDE_IN_WORD.finditer(text) if not _is_common(found[0])}
    odd = sum(
        found.start() in in_words or 0x40 <= found[0].encode("gb18030")[1] < 0x80 for found in _WIDE.finditer(text)
    )
    if common < 0.5 * len(signs) and odd > 0.6 * len(signs) and _is_latin(sample):
        return "cp1252", "gb18030"
    return "gb18030", "cp1252"


def _is_latin(sample: bytes) -> bool:
    """Whether most high bytes are letters of Windows-1252, or the quotes and dashes of running text."""
    high = [byte for byte in sample if byte >= 0x80]
    return sum(byte >= 0xC0 or byte in _LATIN_SIGNS for byte in high) >= 0.6 * len(high)


_LATIN_SIGNS = frozenset("ŠšŽžŒœŸ“”‘’–—…•°©®™«»§·£€\xa0".encode("cp1252"))
_WIDE = re.compile(r"[^\x00-\x7f]")
_WIDE_IN_WORD = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f]|[^\x00-\x7f](?=[A-Za-z])")


def _is_common(sign: str) -> bool:
    """Whether a sign is one of the first level of GB2312, or its punctuation."""
    try:
        lead = sign.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return lead <= 0xA3 or 0xB0 <= lead <= 0xD7


def _no_text(name: str) -> StackError:
    return StackError(f"{name} is not a text file", "import takes Markdown, plain text, org, BibTeX, CSV and JSON")
