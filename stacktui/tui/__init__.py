"""The screen: everything that needs Textual."""

import os

# A committed word of Chinese arrives as dozens of junk keys under the kitty keyboard protocol; Textual reads this
# variable when it is first imported.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
