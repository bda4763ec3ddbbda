"""Styles for the parts of a widget that draws itself: component classes that are resolved when they are first drawn.

Textual resolves every component class of every widget with each change of styles: at the start, with the focus, with a
theme. Most are not on the screen, and each costs as much as a widget.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.widget import Widget


class Looks(Widget):
    """A widget whose component classes are called ``LOOKS``; ``get_component_rich_style`` works as ever."""

    LOOKS: ClassVar[set[str]] = set()
    """The component classes of this class; those of its bases are there too."""

    _every_look: ClassVar[frozenset[str]] = frozenset()
    _resolved_for = ""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._every_look = frozenset().union(*(vars(each).get("LOOKS", ()) for each in cls.__mro__))

    def get_component_styles(self, *names: str) -> RenderStyles:
        """The styles of some looks, the later ones first; KeyError for a name that is none."""
        for name in names:
            if name not in self._component_styles and name in self._every_look:
                part = DOMNode(classes=name)
                part._attach(self)
                self.app.stylesheet.apply(part)
                self._component_styles[name] = part.styles
        return super().get_component_styles(*names)

    def notify_style_update(self) -> None:
        """The styles may be others from now on; under another theme everything is drawn again."""
        super().notify_style_update()
        self._component_styles.clear()
        if self._resolved_for != self.app.theme:
            self._resolved_for = self.app.theme
            self.refresh()
