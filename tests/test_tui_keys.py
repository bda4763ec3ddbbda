"""From key presses to commands, and the table of commands itself."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import pytest

from stacktui.errors import StackError
from stacktui.tui.commands import (
    COMMANDS,
    EDITOR,
    LIST,
    NOTE,
    PANES,
    SEARCH,
    TREE,
    key_table_markdown,
    rebound,
)
from stacktui.tui.keys import Begun, Broken, Chosen, KeyRouter, Refused, is_for_text_field

ALL_FACTS = frozenset(need for command in COMMANDS for need in command.needs)


def router() -> KeyRouter:
    return KeyRouter(COMMANDS)


def test_a_single_key_finds_its_command() -> None:
    found = router().press("j", LIST, frozenset())
    assert isinstance(found, Chosen) and found.command.id == "move.down"


def test_two_keys_find_their_command_and_the_first_shows_the_choices() -> None:
    keys = router()
    begun = keys.press("y", LIST, ALL_FACTS)
    assert isinstance(begun, Begun)
    assert {"copy.link", "copy.title", "copy.key"} <= {command.id for command in begun.choices}
    found = keys.press("t", LIST, ALL_FACTS)
    assert isinstance(found, Chosen) and found.command.id == "copy.title"
    assert keys.begun == ()


def test_a_digit_belongs_to_what_was_begun() -> None:
    keys = router()
    keys.press("O", LIST, ALL_FACTS)
    opened = keys.press("3", LIST, ALL_FACTS)
    assert isinstance(opened, Chosen) and (opened.command.id, opened.digit) == ("open.nth", 3)
    rated = keys.press("3", LIST, ALL_FACTS)
    assert isinstance(rated, Chosen) and (rated.command.id, rated.digit) == ("rate", 3)


def test_three_keys_choose_a_link_by_its_number() -> None:
    keys = router()
    keys.press("y", LIST, ALL_FACTS)
    assert isinstance(keys.press("l", LIST, ALL_FACTS), Begun)
    found = keys.press("2", LIST, ALL_FACTS)
    assert isinstance(found, Chosen) and (found.command.id, found.digit) == ("copy.choose", 2)


def test_a_first_key_that_leads_nowhere_now_still_swallows_the_second() -> None:
    keys = router()
    facts = frozenset({"entry", "untrashed", "writable"})  # a free note: it has no status, but d would remove it
    begun = keys.press("s", LIST, facts)
    assert isinstance(begun, Begun) and not begun.choices
    assert isinstance(keys.press("d", LIST, facts), Broken)


@pytest.mark.parametrize("key", ["escape", "Q", "ctrl+d"])
def test_a_begun_command_is_left_by_any_key_that_leads_nowhere(key: str) -> None:
    keys = router()
    keys.press("y", LIST, ALL_FACTS)
    assert isinstance(keys.press(key, LIST, ALL_FACTS), Broken)
    assert isinstance(keys.press("j", LIST, ALL_FACTS), Chosen)


def test_a_command_that_makes_no_sense_now_has_no_key() -> None:
    refused = router().press("d", LIST, frozenset({"entry", "untrashed"}))
    assert isinstance(refused, Refused) and refused.missing == {"writable"}
    found = router().press("d", LIST, frozenset({"entry", "untrashed", "writable"}))
    assert isinstance(found, Chosen) and found.command.id == "remove"


def test_the_same_key_means_another_thing_in_the_tree() -> None:
    found = router().press("d", TREE, ALL_FACTS)
    assert isinstance(found, Chosen) and found.command.id == "category.remove"


@pytest.mark.parametrize("place", sorted(PANES | {SEARCH, EDITOR}))
def test_no_two_commands_of_one_place_fight_for_a_key(place: str) -> None:
    rows = [(tuple(keys.split()), command) for command in COMMANDS if place in command.where for keys in command.keys]
    for (one, first), (other, second) in combinations(rows, 2):
        if {"trashed", "untrashed"} <= first.needs | second.needs:
            continue
        short = min(len(one), len(other))
        assert one[:short] != other[:short], (first.id, second.id)


def test_ids_are_unique_and_every_command_has_its_function() -> None:
    import importlib

    idents = [command.id for command in COMMANDS]
    assert len(idents) == len(set(idents))
    for command in COMMANDS:
        module, _, function = command.action.partition(".")
        assert callable(getattr(importlib.import_module(f"stacktui.tui.actions.{module}"), function)), command.id


def test_users_rebind_a_command_by_its_id() -> None:
    keys = KeyRouter(rebound({"move.down": "ctrl+n | x"}))
    assert keys.press("j", NOTE, frozenset()) is None
    found = keys.press("x", NOTE, frozenset())
    assert isinstance(found, Chosen) and found.command.id == "move.down"


def test_a_binding_of_an_unknown_command_is_an_error_that_says_where_to_look() -> None:
    with pytest.raises(StackError, match=r"no\.such.*stacktui keys"):
        rebound({"no.such": "x"})


def test_text_fields_keep_printable_keys_and_the_keys_of_editing() -> None:
    assert is_for_text_field("d", "d", SEARCH)
    assert is_for_text_field("ctrl+u", "\x15", EDITOR)
    assert is_for_text_field("number_sign", "注", SEARCH)
    assert is_for_text_field("tab", "\t", EDITOR)
    assert not is_for_text_field("tab", "\t", SEARCH)
    assert not is_for_text_field("escape", "\x1b", EDITOR)
    assert not is_for_text_field("d", "d", LIST)


def test_the_key_table_is_markdown_and_needs_no_textual() -> None:
    program = (
        "import sys; from stacktui.tui.commands import key_table_markdown; print(key_table_markdown());"
        "assert not any(name.partition('.')[0] in ('textual', 'rich') for name in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == key_table_markdown().strip()
    assert "| `y y` | Copy the main link. | `copy.link` |" in done.stdout
    for line in done.stdout.splitlines():
        if line.startswith("|"):
            assert line.replace("\\|", "").count("|") == 4, line
