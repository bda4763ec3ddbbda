"""Write what changed in the library back into the list it came from, and nothing else.

``page`` keeps the bytes of what is not changed. ``slots`` finds the values of an entry in its lines, ``changing``,
``note_lines`` and ``new_entries`` know ways to write others in the style of the list, and ``settling`` takes those
that the reader of lists understands as they were meant. ``planning`` is the whole: a plan with a diff to look at, then
one step.
"""
