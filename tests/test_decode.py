"""From bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.decode import decode

CHINESE = "# 论文列表\n\n- [注意力机制](https://arxiv.org/abs/1706.03762) 很有意思\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_in_the_usual_encodings_is_read(encoding):
    assert decode(CHINESE.encode(encoding)).text == CHINESE


def test_utf16_without_a_mark_is_recognised_by_its_zeros():
    text = "- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)\n"
    assert decode(text.encode("utf-16-le")).text == text
    assert decode(text.encode("utf-16-be")).text == text


def test_latin_text_is_read_where_nothing_else_fits():
    assert decode("Café\n".encode("latin-1")).text == "Café\n"


ACCENTED = (
    "# Leseliste für Müller",
    "- Bjørn Ångström, José Núñez: Über schöne Größen, 2019",
    "- L’apprentissage profond à l’œuvre – François Lefèvre",
    "* “Curly quotes” and a dash — no accents at all",
)


@pytest.mark.parametrize("line", ACCENTED)
def test_accents_of_windows_1252_do_not_become_chinese(line):
    decoded = decode((line + "\n").encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (line + "\n", "cp1252")


@pytest.mark.parametrize(
    "line",
    [
        "注意力機制與圖神經網絡：閱讀筆記",
        "- [GAN](https://e.org/1) 好",
        "- Deep Sets（集合）, 2017, 未看",
        "Attention is all you need，经典论文",
    ],
)
def test_chinese_in_gb18030_stays_chinese_also_in_a_few_signs(line):
    decoded = decode((line + "\n").encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (line + "\n", "gb18030")


WORDS = st.sampled_from(
    ["für", "naïve", "Müller", "Größe", "déjà", "Ångström", "l’œuvre", "señor", "ça", "Bjørn", "and"]
)


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_latin_words_come_back_as_they_were(words):
    text = "A list: " + " ".join(words) + "."
    assert decode(text.encode("cp1252")).text == text


def test_line_ends_and_mark_are_remembered():
    decoded = decode(b"\xef\xbb\xbfone\r\ntwo\r\n")
    assert (decoded.text, decoded.newline, decoded.bom) == ("one\ntwo\n", "\r\n", True)


def test_old_mac_line_ends_are_line_ends():
    assert decode(b"one\rtwo").text == "one\ntwo"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 8, b"\0" * 500, b"PK\x03\x04x"]
)
def test_binary_data_is_refused_with_a_word(data):
    with pytest.raises(StackError, match="not a text file"):
        parse_document(data, "thing")


def test_a_broken_utf16_file_is_refused():
    with pytest.raises(StackError, match="begins as"):
        decode(b"\xff\xfea", "thing")


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_clear_refusal(data):
    try:
        decoded = decode(data)
    except StackError as error:
        assert error.hint
    else:
        assert isinstance(decoded.text, str)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200))
def test_utf8_comes_back_as_it_was(text):
    data = text.encode("utf-8")
    if not data.startswith((b"PK\x03\x04", b"\xef\xbb\xbf", b"%PDF", b"GIF8")):
        assert decode(data).text == text
