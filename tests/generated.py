"""Libraries as no person would write them: strategies for the tests of exports and their way back."""

import re

from hypothesis import strategies as st

from stacktui.model import STATUSES, FreeNote, Link, Paper, tidy_category, tidy_tag
from stacktui.text import clean_line, clean_note_line, has_cjk

# fmt: off
WORDS = st.sampled_from(
    [
        "Attention", "is", "all", "you", "need", "[Cycle", "GAN]", '"Why"', "a:", "b_c_d", "*star*", "**bold**",
        "(2019)", "综述", "《书》", "“引号”", "#1", "1.", "- x", "> y", "| z", "<br>", "&amp;", "{x}", "$\\ell_1$",
        "\\", "~~", "`code`", "et al.", "CVPR 2019", "oral", "paper", "pdf", "code", "[x]", ":tag:", "TODO",
        "Read", "★★★", "=1+1", "http://a.b/c", "Note:", "2026-11-19", "video", "link: x", "venue: y", "[link]",
        "](x)", "--", "''", "\u200b", ";", ",", "'", "\\;", "1.5.2", "2019.", "3)", "GPT-4.", "v1.0:", "，", "。",
        "、", "：", "（2019）", "【标题】", "？", "🤗", "👩‍💻", "⭐⭐", "é́", "https://arxiv.org/abs/1706.03762",
        "www.example.org", "me@example.org", "doi:10.1000/x", "arXiv:1706.03762", "2019", "(CVPR 2019)",
        "[2019-ICLR-oral]", "ICLR'19", "<b>bold</b>", "<!-- x -->", "<details>", "</td>", "&lt;", "&#124;",
        "\\\\", "\\|", "\\n", "C:\\dir", "`", "``a`b``", "_a_", "__a__", "***", "[", "]", "[[", "]]", "[a](b)",
        "![i](u)", "[^1]", "(", ")", "{{x}}", "{%", "%", "No category", "Notes", "To read", "Paper stack",
        "Table of Contents", "* a", "+ b", "\u00a0", "\u3000", "\u200d", "<br>", "* [x] y", "TL;DR", "~", "^",
        "$", "✅", "【", "·", "…", "—", "SCHEDULED:", ":END:", ":PROPERTIES:", "DONE", "#+TITLE:", "COMMENT",
        "[#A]", ":a:b:", "<2026-11-19>", "x" * 300,
    ]
)
ODD = st.text(st.sampled_from("ab Z1é中*_[]()<>{}|\\`~#&;:\"'=+-@$%^!.,/?·★½\u200b"), max_size=12)
PHRASES = st.lists(st.one_of(WORDS, WORDS, ODD), min_size=1, max_size=5).map(" ".join)
ANY = st.text(max_size=20)
LINES = st.one_of(PHRASES, PHRASES, PHRASES, ANY).map(clean_line).filter(lambda text: any(map(str.isalnum, text)))
TITLES = st.one_of(
    LINES, LINES, LINES, PHRASES.map(clean_line).filter(bool), st.sampled_from(["?", "…", "🤗", "-", "*", "1."])
)
VENUES = st.one_of(
    st.sampled_from(["NeurIPS", "NAACL-HLT", "arXiv", "Nature 2000", "ICLR Workshop", "计算机学报"]), LINES
)
URLS = st.one_of(
    st.sampled_from(
        [
            "https://arxiv.org/abs/1706.03762",
            "https://doi.org/10.1000/(x)y",
            "https://e.org/a_(b)?x=1&y=2#z",
            "https://e.org/(",
            "papers/my file.pdf",
            "https://e.org/&amp;|*_`<x>",
        ]
    ),
    st.text(st.sampled_from("ab/:.?#&;()[]<>|*_\\` %é"), min_size=1, max_size=10).map(clean_line).filter(bool),
)
NOTE_LINES = st.one_of(
    LINES,
    ODD,
    ANY,
    st.sampled_from(
        [
            "", "", "# heading", "## [**T**](https://a.b)", "> quote", "> > deep", "- bullet", "  - nested",
            "* [x](https://a.b)", "```python", "    code = 1", "```", "| a | b |", "|---|---|", "---", "===",
            "[2019-ICLR] Other title", "To read", "1. first", "\tTab", "Two blanks  ", "** TODO x",
            ":PROPERTIES:", ":END:", "- [[a][b]]", "- [ ] box", "[★★] x", "Title <br>",
            "<!-- generator: stacktui table -->", "中文笔记，有标点。", "~~~", "~~~~ text", "````", "  ```",
            "| a \\| b | c |", "|:--|--:|", "+ plus", "    - deep", "\t- tab", "10) tenth", "<!-- open", "-->",
            "<details>", "<summary>x</summary>", "</details>", "<pre>", "</pre>", "Setext", "-----",
            "- [Title](https://a.b) [CVPR 2019]", "- **Title** <br>", "  Ada Lovelace <br>", "  [**A**] [★★]",
            "* [Title](https://a.b)", "## **Title**", "# NAS", "### Notes", "- 2026-11-19 Day log", "Read",
            "Dropped", "https://arxiv.org/abs/1706.03762", "[2019-ICLR-oral] Title", "** DONE Title :tag:",
            "   :END:", "* Heading", "#+BEGIN_SRC", "#+END_SRC", "SCHEDULED: <2026-12-01>", "---",
            "layout: post", "\\", "a\\", "`", "x" * 500, "\u00a0", "\u3000full", "\u200b", "🔑 Key:", "* 🔑 Key:",
            "[^1]: foot", "[x]: https://a.b", ": def", "=", '"', "a;b", "  ", "   ", "\t", " a", "- ", "-", "*",
            "+", ">", "#", "##", "|", "1.", "[[a]]", "<https://a.b>", "$$", "\\[",
            "@article{x,", "@misc{y, title = {T}}", "{", "[{", ".. note::", "* TODO x", "* TODO y", "key,title", "====",
            "#+TITLE: x", "#+TITLE: y", "`a <b>`_", "`c <d>`_",
        ]
    ),
).map(clean_note_line)
NOTES_OF_PAPERS = st.lists(NOTE_LINES, max_size=7).map(tuple)
LINKS = st.builds(Link, st.one_of(LINES, st.sampled_from(["code", "paper", "video", ""])), st.one_of(st.none(), URLS))
TAGS = st.one_of(
    st.sampled_from(["vision", "to-do", "综述", "c++", "a_b", "x;y", "@home", "🤗", "a:b"]),
    LINES.map(tidy_tag).filter(bool),
)
STEPS = st.one_of(st.sampled_from(["NAS", "Differentiable", "中文", "A | B", "C #", "Other", "Notes"]), LINES)
CATEGORIES = st.lists(STEPS, min_size=1, max_size=3).map("/".join).map(tidy_category).filter(bool)
LIBRARY_PAPERS = st.lists(
    st.builds(
        Paper,
        key=st.from_regex(r"[a-z]{1,8}[0-9]{4}", fullmatch=True),
        title=TITLES,
        alias=st.one_of(st.just(""), LINES),
        authors=st.lists(
            st.one_of(st.sampled_from(["Ada Lovelace", "Doe, Jane", "周飞燕", "A; B"]), LINES), max_size=3
        ).map(tuple),
        venue=st.one_of(st.just(""), VENUES),
        year=st.one_of(st.none(), st.integers(1900, 2100)),
        month=st.one_of(st.none(), st.integers(1, 12)),
        presentation=st.one_of(st.just(""), st.sampled_from(["oral", "spotlight", "invited talk"]), LINES),
        url=st.one_of(st.just(""), URLS),
        links=st.lists(LINKS, max_size=3).map(tuple),
        status=st.sampled_from(STATUSES),
        categories=st.lists(CATEGORIES, max_size=2).map(tuple),
        rating=st.one_of(st.none(), st.integers(1, 10).map(lambda half: half / 2)),
        tags=st.lists(TAGS, max_size=3, unique=True).map(tuple),
        added=st.sampled_from(["", "2026-01-02T03:04:05+00:00"]),
        read=st.sampled_from(["", "2019", "2019-07", "2019-07-05"]),
        pushed=st.sampled_from(["", "2026-02-02T03:04:05+00:00"]),
        not_before=st.sampled_from(["", "2027-01-01"]),
        note=NOTES_OF_PAPERS,
    ),
    max_size=5,
)
FREE_NOTES = st.lists(
    st.builds(
        FreeNote,
        title=st.one_of(st.just(""), LINES),
        date=st.sampled_from(["", "2026-11-19", "2026-11"]),
        text=NOTES_OF_PAPERS,
        papers=st.lists(st.sampled_from(["he2016deep", "abc"]), max_size=2).map(tuple),
    ),
    max_size=2,
)

AUTHORS = st.one_of(
    st.sampled_from(
        [
            "Ada Lovelace", "Laurens van der Maaten", "周飞燕", "Smith and Sons Ltd", "DeepMind Team", "Łukasz Kaiser",
            "Lovelace, Ada", "King, Jr., Martin Luther", "Martin King Jr.", "van der Berg, Jan", "A. & B. O'Neil",
        ]
    ),
    LINES.filter(lambda name: name.rstrip(".") not in ("et al", "others") and not ("," in name and has_cjk(name))),
)
CITED_PAPERS = st.lists(
    st.builds(
        Paper,
        key=st.from_regex(r"[a-z]{1,8}[0-9]{4}", fullmatch=True),
        title=TITLES,
        alias=st.one_of(st.just(""), LINES),
        authors=st.lists(AUTHORS, max_size=3).map(tuple),
        venue=st.one_of(
            st.just(""),
            st.sampled_from(["NeurIPS", "NAACL-HLT", "arXiv", "CoRR", "Curl & Wget", "计算机学报"]),
            LINES.filter(lambda venue: not re.search("https?:|^(?i:arxiv|corr)", venue)),
        ),
        year=st.one_of(st.none(), st.integers(1000, 2100)),
        month=st.one_of(st.none(), st.integers(1, 12)),
        url=st.sampled_from(
            [
                "",
                "https://e.org/a_(b)?x=1&y=2%20#z",
                "papers/he_2016.pdf",
                "https://doi.org/10.1000/xY_1",
                "https://arxiv.org/abs/1706.03762",
            ]
        ),
        tags=st.lists(TAGS, max_size=3, unique=True).map(tuple),
    ),
    max_size=3,
)
