"""Publish: cells of tables in Markdown, HTML, org and reStructuredText."""

from __future__ import annotations

import pytest
from published import Desk

from stacktui.formats import parse_document
from stacktui.model import Paper

ALIGNED = """\
# Papers

| Title                    | Venue | Year | Rating | Notes         |
| ------------------------ | ----- | ---- | ------ | ------------- |
| A Study of Deep Networks | CVPR  | 2016 | ★★     | one thing     |
| Another Study of Nets    | ICCV  | 2017 | ★★★    | another thing |
"""
LINKED = """\
# Papers

| Title | Venue | Year | Notes |
|---|---|---|---|
| [A Study of Deep Networks](https://arxiv.org/abs/1512.03385) | CVPR | 2016 | one<br>two \\| three<br/>* four |
| [Another Study of Nets](https://arxiv.org/abs/1512.03386) | CVPR | 2017 | five |
"""
HTML = """\
# Papers

<table>
<tr><th>Title</th><th>Venue</th><th>Year</th><th>Notes</th></tr>
<tr><td><a href="https://arxiv.org/abs/1512.03385">A Study of Deep Networks</a></td><td>CVPR</td><td>2016</td><td>one<br>two</td></tr>
<tr><td><a href="https://arxiv.org/abs/1512.03386">Another Study of Nets</a></td><td>ICCV</td><td>2017</td><td>three</td></tr>
</table>
"""  # noqa: E501 - a row of HTML
ORG = """\
#+TITLE: Papers

| Title | Venue | Year | Notes |
|-------+-------+------+-------|
| [[https://arxiv.org/abs/1512.03385][A Study of Deep Networks]] | CVPR | 2016 | one |
| Another Study of Deep Nets | CVPR | 2017 | two |
"""
GRID = """\
Papers
======

+---------------------------+-------+------+
| Title                     | Venue | Year |
+===========================+=======+======+
| A Study of Deep Networks  | CVPR  | 2016 |
+---------------------------+-------+------+
| Another Study of the Nets | ICCV  | 2017 |
+---------------------------+-------+------+
"""
SIMPLE = """\
Papers
======

=========================  =====  ====
Title                      Venue  Year
=========================  =====  ====
A Study of Deep Networks   CVPR   2016
Another Study of the Nets  ICCV   2017
=========================  =====  ====
"""
ITEMS = """\
Papers
======

.. list-table::
   :header-rows: 1

   * - Title
     - Venue
     - Year
   * - `A Study of Deep Networks <https://arxiv.org/abs/1512.03385>`_
     - CVPR
     - 2016
   * - Another Study of Nets
     - ICCV
     - 2017
"""
NAMES = {ALIGNED: "a.md", LINKED: "l.md", HTML: "h.md", ORG: "o.org", GRID: "g.rst", SIMPLE: "s.rst", ITEMS: "i.rst"}


@pytest.fixture
def desk(tmp_path):
    return lambda data: Desk(tmp_path, data, NAMES[data])


@pytest.mark.parametrize(
    ("table", "changes", "old", "new"),
    [
        (ALIGNED, {"title": "Short Title of Nets"}, "| A Study of Deep Networks |", "| Short Title of Nets      |"),
        (ALIGNED, {"venue": "TPAMI", "rating": 2.5}, "| CVPR  | 2016 | ★★     |", "| TPAMI | 2016 | ★★☆    |"),
        (ALIGNED, {"note": ()}, "| one thing     |", "|               |"),
        (ALIGNED, {"note": ("a", "b | c")}, "| one thing     |", "| a<br>b \\| c   |"),
        (ALIGNED, {"url": "https://e.org/x"}, "A Study of Deep Networks", "[A Study of Deep Networks](https://e.org/x)"),
        (LINKED, {"note": ("a", "b")}, "one<br>two \\| three<br/>* four", "a<br>b"),
        (LINKED, {"title": "Of a|b *Nets*"}, "A Study of Deep Networks", "Of a\\|b \\*Nets\\*"),
        (HTML, {"title": "A Study of Nets", "year": 2020}, "A Study of Deep Networks</a></td><td>CVPR</td><td>2016",
         "A Study of Nets</a></td><td>CVPR</td><td>2020"),
        (HTML, {"note": ("a",)}, "one<br>two", "a"),
        (ORG, {"url": "https://e.org/x"}, "[[https://arxiv.org/abs/1512.03385]", "[[https://e.org/x]"),
        (ORG, {"note": ("a", "b")}, "2016 | one", "2016 | a<br>b"),
        (GRID, {"venue": "ECCV", "title": "A Study of Nets"}, "| A Study of Deep Networks  | CVPR  |",
         "| A Study of Nets           | ECCV  |"),
        (SIMPLE, {"title": "A Study of Nets"}, "A Study of Deep Networks   CVPR", "A Study of Nets            CVPR"),
        (ITEMS, {"year": 2020}, "- 2016", "- 2020"),
    ],
)  # fmt: skip
def test_a_cell_changes_alone_and_columns_stay_straight(desk, table, changes, old, new):
    one = desk(table)
    one.edit("A Study", **changes)
    one.publish()
    assert one.text == table.replace(old, new)


@pytest.mark.parametrize("table", [GRID, SIMPLE])
def test_a_value_too_long_for_a_fixed_column_is_told(desk, table):
    one = desk(table)
    one.edit("A Study", venue="A Conference With a Long Name")
    plan = one.plan()
    assert plan.is_empty and plan.unshown == [("A Study of Deep Networks", "venue")]


NEW = {
    ALIGNED: ["| Mamba                    | COLM  | 2024 | ★★★★   | x<br>y        |"],
    LINKED: ["| [Mamba](https://arxiv.org/abs/2312.00752) | COLM | 2024 | x<br>y |"],
    HTML: [
        '<tr><td><a href="https://arxiv.org/abs/2312.00752">Mamba</a></td><td>COLM</td><td>2024</td><td>x<br>y</td></tr>'
    ],
    ORG: ["| [[https://arxiv.org/abs/2312.00752][Mamba]] | COLM | 2024 | x<br>y |"],
    GRID: ["+---------------------------+-------+------+", "| Mamba                     | COLM  | 2024 |"],
}


@pytest.mark.parametrize("table", NEW, ids=NAMES.get)
def test_a_new_row_has_the_cells_of_its_table(desk, table):
    one = desk(table)
    paper = Paper(
        title="Mamba",
        url="https://arxiv.org/abs/2312.00752",
        venue="COLM",
        year=2024,
        rating=4,
        note=("x", "y"),
        categories=next(iter(one.library.papers.values())).categories,
    )
    one.library.add(paper)
    gone, come = one.publish()
    assert not gone and sorted(come) == sorted(
        row.replace("| Mamba                    | COLM  |", row[:36]) for row in NEW[table]
    )
    assert "Mamba" in [paper.title for paper in parse_document(one.path.read_bytes(), one.path.name).papers]
