from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.errors import UsageError
from stacktui.fields import FIELDS, change_paper, is_change, parse_change
from stacktui.model import STATUSES, Conflict, Link, Paper

TODAY = date(2026, 11, 2)


def changed(paper, *words):
    return change_paper(paper, [parse_change(word, TODAY) for word in words], TODAY)


def test_a_scalar_is_put_and_cleared():
    assert changed(Paper(), "venue=ICLR").venue == "ICLR"
    assert changed(Paper(venue="ICLR"), "venue=").venue == ""
    assert changed(Paper(year=2019), "year=").year is None


def test_lists_split_on_commas_and_take_in_and_out():
    paper = Paper(tags=("survey",))
    assert changed(paper, "tags=a, b,,a").tags == ("a", "b")
    assert changed(paper, "tags+=new,survey").tags == ("survey", "new")
    assert changed(paper, "tags-=survey,absent").tags == ()
    assert changed(paper, "tags=").tags == ()
    assert changed(Paper(), "authors=Ann Other, Bo Li").authors == ("Ann Other", "Bo Li")


def test_categories_are_tidied():
    assert changed(Paper(), "categories=/NAS// Survey /").categories == ("NAS/Survey",)


def test_singular_names_of_fields_will_do():
    assert changed(Paper(), "cat+=NAS", "tag+=x", "author=Ann").categories == ("NAS",)


def test_links_take_a_label_and_an_address():
    paper = changed(Paper(), "links+=code=https://e.org/a,b?x=1,2", "links+=my note=e.org/note")
    assert paper.links == (Link("code", "https://e.org/a,b?x=1,2"), Link("my note", "https://e.org/note"))
    assert changed(paper, "links+=code=https://e.org/new").links[0] == Link("code", "https://e.org/new")
    assert changed(paper, "links-=code").links == (Link("my note", "https://e.org/note"),)
    assert changed(paper, "links-=https://e.org/note").links == paper.links[:1]
    assert changed(paper, "links=a=https://e.org/1, b=https://e.org/2").links == (
        Link("a", "https://e.org/1"),
        Link("b", "https://e.org/2"),
    )
    assert changed(paper, "links=").links == ()


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://e.org/x", "https://e.org/x"),
        ("e.org/x", "https://e.org/x"),
        ("localhost.local:8080/x", "https://localhost.local:8080/x"),
        ("arXiv:1706.03762v2", "https://arxiv.org/abs/1706.03762"),
        ("1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("10.1145/3292500.3330701", "https://doi.org/10.1145/3292500.3330701"),
        ("doi:10.1145/3292500.3330701", "https://doi.org/10.1145/3292500.3330701"),
        ("doi.org/10.1145/3292500.3330701", "https://doi.org/10.1145/3292500.3330701"),
        ("zotero://select/items/1", "zotero://select/items/1"),
        ("https://e.org/a b", "https://e.org/a%20b"),
    ],
)
def test_a_link_gets_its_scheme(written, url):
    assert changed(Paper(), f"url={written}").url == url


def test_status_read_fills_an_empty_day_with_today():
    assert changed(Paper(), "status=read").read == "2026-11-02"
    assert changed(Paper(read="2019"), "status=read").read == "2019"
    assert changed(Paper(), "status=read", "read=2019-07").read == "2019-07"
    assert changed(Paper(), "status=read", "read=").read == ""
    assert changed(Paper(), "status=reading").read == ""


def test_a_cleared_status_is_to_read():
    assert changed(Paper(status="read"), "status=").status == "to-read"


@pytest.mark.parametrize(
    ("word", "day"),
    [("not_before=+3d", "2026-11-05"), ("defer=tomorrow", "2026-11-03"), ("not_before=2027-01-31", "2027-01-31")],
)
def test_days_may_be_words(word, day):
    assert changed(Paper(), word).not_before == day


def test_a_rating_may_be_stars():
    assert changed(Paper(), "rating=★★★½").rating == 3.5
    assert changed(Paper(), "rating=4").rating == 4
    assert changed(Paper(rating=4), "rating=0").rating is None


def test_a_note_grows_at_its_end():
    assert changed(Paper(note=("a", "")), "note+=b\nc").note == ("a", "b", "c")
    assert changed(Paper(note=("a",)), "note=").note == ()


def test_conflicts_are_put_aside_and_never_made():
    paper = Paper(conflicts=(Conflict("alias", "A"), Conflict("venue", "B")))
    assert changed(paper, "conflicts-=alias").conflicts == (Conflict("venue", "B"),)
    assert changed(paper, "conflicts=").conflicts == ()
    with pytest.raises(UsageError):
        parse_change("conflicts+=alias")


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("nonsense=1", "title"),
        ("status=finished", "dropped"),
        ("rating=4.2", "halves"),
        ("rating=6", "halves"),
        ("rating=nan", "halves"),
        ("year=abc", "four digits"),
        ("year=20190", "four digits"),
        ("month=13", "1 to 12"),
        ("read=yesteryear", "2019-07"),
        ("read=2019-02-30", "2019-07"),
        ("not_before=2019", "2019-07-04"),
        ("added=soon", "2026-11-02"),
        ("key=", "needs a key"),
        ("key=Not A Key", "a-z"),
        ("title=", "needs a title"),
        ("title+=more", "one value"),
        ("url=no link at all", "address"),
        ("links+=https://e.org/a=b", "LABEL=URL"),
        ("links+=code", "LABEL=URL"),
        ("note-=x", "--edit"),
        ("sources=x", "fields are"),
    ],
)
def test_a_wrong_change_is_refused_with_what_is_allowed(word, says):
    with pytest.raises(UsageError) as caught:
        parse_change(word, TODAY)
    assert says in f"{caught.value.message} {caught.value.hint}"
    assert caught.value.exit_code == 2


def test_only_field_and_equals_is_a_change():
    assert is_change("rating=4") and is_change("tags+=a=b") and is_change("foo-=") and is_change("note=a\nb")
    assert not is_change("vaswani2017attention") and not is_change("=x") and not is_change("a title = x")


def test_text_of_changes_is_cleaned():
    assert changed(Paper(), "title=a\x1b]52;c;x\x07b").title == "a]52;c;xb"


@given(st.sampled_from(FIELDS), st.sampled_from(["=", "+=", "-="]), st.text(max_size=40))
def test_any_change_works_or_is_a_usage_error(field, operator, text):
    paper = Paper(title="T", tags=("a",), links=(Link("code", None),), note=("n",))
    try:
        change = parse_change(f"{field}{operator}{text}", TODAY)
    except UsageError as error:
        assert error.hint
        return
    result = change.apply(paper)
    assert Paper.from_record(result.to_record()) == result.edit(id=0)
    assert result.status in STATUSES
