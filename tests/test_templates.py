"""Export through templates of the user's own."""

import os

import pytest
from exported import BARE, CHINESE, FULL, HOSTILE, NOTES, PAPERS

from stacktui.errors import StackError, UsageError
from stacktui.formats import format_named
from stacktui.formats.losses import losses
from stacktui.formats.templates import EXAMPLE, render_template, template_names

LIST = """{# a talk #}
{% for category in categories %}
## {{ category.name or "others" }}
{% for paper in category.papers %}
- {{ paper.title | md }} {{ paper.rating | stars }}{% if paper.year %} ({{ paper.year }}){% endif %}

{% endfor %}
{% endfor %}
"""


@pytest.fixture
def folder(home):
    """The folder of the user's templates."""
    path = home / "config" / "stacktui" / "templates"
    path.mkdir(parents=True)
    return path


@pytest.fixture
def template(folder):
    """Writes a template of the user."""
    return lambda name, text: (folder / f"{name}.j2").write_text(text, encoding="utf-8")


def rendered(name, papers=PAPERS, notes=NOTES):
    return format_named(name).render(papers, notes)


def test_a_template_is_a_format(template):
    template("talk", LIST)
    text = rendered("talk", [FULL, BARE])
    assert text.splitlines() == [
        "## NLP/Pretraining",
        "- Attention Is All You Need ★★★★½ (2017)",
        "## others",
        "- Learning to learn with Gaussian processes ",
    ]


def test_papers_are_plain_values(template):
    template("values", "{% for p in papers %}{{ p | tojson }}\n{% endfor %}")
    assert '"links": [{"label": "code"' in rendered("values")
    template(
        "lines", "{% for line in papers[0].note %}<{{ line }}>{% endfor %}{{ papers[0].doi }}|{{ papers[0].arxiv }}"
    )
    assert (
        rendered("lines", [CHINESE])
        == "<> 入门综述，适合给本科生看。><> 图多，公式不多。>10.11897/sp.j.1016.2017.01229|\n"
    )


def test_free_notes_are_there(template):
    template("log", "{% for note in notes %}{{ note.date }} {{ note.title }}: {{ note.text | join(' ') }};{% endfor %}")
    assert rendered("log") == "2026-11-19 Day log: - morning: LDM; Why [does] it work?: No idea.  # None;\n"


def test_text_is_not_escaped_unless_asked(template):
    template("page", "{{ papers[0].title }} {{ papers[0].title | e }} {{ papers[0].title | tex }}")
    text = rendered("page", [HOSTILE])
    assert "<b> |" in text and "&lt;b&gt;" in text and r"\textbackslash{}y" in text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("one\n{% for paper in papers %}\n{{ paper.titel }}\n{% endfor %}", r"bad\.j2, line 3: .*titel"),
        ("one\n{% if %}", r"bad\.j2, line 2: "),
        ("one\n\n{{ 1 / 0 }}", r"bad\.j2, line 3: division by zero"),
        ("{{ 'a' + 1 }}", r"bad\.j2, line 1: "),
        ("{% include 'gone.j2' %}", r"bad\.j2, line 1: there is no template 'gone.j2'"),
        ("{{ papers.__class__.__mro__ }}", r"bad\.j2, line 1: .*unsafe"),
        ("{% include '../config.toml' %}", r"bad\.j2, line 1: there is no template"),
        ("{% for i in range(10 ** 9) %}{% endfor %}", r"bad\.j2, line 1: Range too big"),
        ("{{ papers.clear() }}", r"bad\.j2, line 1: "),
    ],
)
def test_a_mistake_is_told_with_its_place(template, text, message):
    template("bad", text)
    with pytest.raises(StackError, match=message):
        rendered("bad")


def test_a_template_that_is_no_text_is_told(folder):
    (folder / "odd.j2").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(StackError, match=r"odd\.j2"):
        rendered("odd")


def test_an_unknown_format_names_the_templates(template):
    template("talk", LIST)
    with pytest.raises(UsageError, match="unknown format 'tlak'") as told:
        format_named("tlak")
    assert told.value.hint.endswith("your templates: talk")


def test_no_other_file_is_a_template(folder):
    (folder.parent / "secret.j2").write_text("x")
    (folder / "notes.txt").write_text("x")
    assert template_names() == ()
    with pytest.raises(UsageError):
        format_named(os.path.join("..", "secret"))


def test_a_template_says_what_it_leaves_out(template):
    template("talk", LIST)
    told = losses(PAPERS, NOTES, "talk")
    assert "leaves out 2 free notes, " in told[0] and " 4 venues, " in told[0]
    assert not any("rating" in sentence or "year" in sentence for sentence in told)
    template("all", "{{ papers | tojson }}{{ notes | tojson }}")
    assert losses(PAPERS, NOTES, "all") == []


def test_export_takes_a_template_and_lists_it(run, template):
    template("keys", "{% for paper in papers %}{{ paper.key }} {% endfor %}")
    done = run("export", "--to", "keys", "year:2019")
    assert (done.code, done.out) == (0, "frankle2019lottery \n") and "1 venue" in done.err
    assert "keys" in run("export", "--help").out and "keys" in run("export", "--to", "kyes").err


def test_export_tells_the_line_of_a_mistake(run, template):
    template("bad", "\n{{ papers[0].titel }}")
    done = run("export", "--to", "bad")
    assert done.code == 1 and done.err.startswith("stacktui: bad.j2, line 2: 'titel' is none of the names here")


def test_the_example_of_the_help_makes_a_page(run, template):
    template("talk", EXAMPLE)
    page = rendered("talk")
    assert "## NLP/Pretraining" in page and "## Others" in page
    assert "- **Attention Is All You Need** (NeurIPS 2017) https://arxiv.org/abs/1706.03762\n  Parallel" in page
    told = run("help", "templates").out
    assert "talk" in told and "{% for category in categories %}" in told
    assert "your template" in run("help", "formats").out


def test_no_control_character_of_a_foreign_field_comes_through(template):
    template("talk", "{{ papers[0].colour }}")
    assert render_template("talk", [FULL.edit(unknown={"colour": "\x1b[31mred\x9b\u202e"})]) == "[31mred\n"


def test_a_missing_jinja_is_told(template, monkeypatch):
    template("talk", LIST)
    monkeypatch.setattr("stacktui.formats.templates.find_spec", lambda name: None)
    with pytest.raises(StackError, match="needs Jinja2") as told:
        format_named("talk")
    assert "pip install" in told.value.hint
