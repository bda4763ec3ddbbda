"""The drivers between the app and a Unix terminal.

``paste`` reads, ``terminal`` holds the drivers. The one that sends only what has changed reads Textual's ``frames`` as
cells, keeps them in a ``shadow`` of the screen, and writes the difference with a ``pen`` that knows the ``looks`` of
terminals; its ``writer`` is a thread that no slow line can block.
"""

from stacktui.tui.driver.paste import PasteParser
from stacktui.tui.driver.terminal import PlainDriver, StackDriver

__all__ = ["PasteParser", "PlainDriver", "StackDriver"]
