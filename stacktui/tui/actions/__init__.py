"""What the commands do: one function each, called with the main screen and the keys that chose it."""
