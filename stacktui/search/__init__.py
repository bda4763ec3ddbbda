"""Find papers by a few letters.

**What is indexed.** Every paper is a row (:mod:`corpus`). The words of each short field are kept in order with the rows
that hold them, so that a prefix is one slice (:mod:`field`): alias (weight 1.1), title and the parts of its compound
words (1), tags (0.95), authors, categories and year (0.92), venue and key (0.9); the words of notes (0.6) likewise.
Titles are found by the initials of their words too (:mod:`initials`), Chinese by its characters and pairs of them
(:mod:`chinese`) and by its sound (:mod:`pinyin`).

**What a word is worth in a row** (:mod:`matcher`), the best of: the word itself (1), a word that begins with it (0.72
to 0.92; one letter 0.7), initials of title words that follow each other (0.4 to 0.97), a stretch of Chinese (1) or its
pinyin (0.62 to 0.9), each times the weight of the field. Only where that leaves few or weak rows and the word is not a
common one: a slip of one or two edits, letters left out, the inside of a word (0.36 to 0.64; :mod:`slips`), several
words of a title run together (0.95). The result is a plane, one byte a row (:mod:`planes`), and it is remembered:
a key press pays for the word being typed alone.

**Which rows answer** (:mod:`answer`): those with every word; two neighbours may be one word of the title; where nothing
answers three words or more, those with all but one. Filters, exact words and what must be absent only say yes or no.
The grade is the mean over the words. The best 96 are graded once more by how the whole query sits in the title
(:mod:`rank`); among equals, papers being read and to be read come first, then the newest. Totals are exact.

**Cost.** With V words in a field and P postings below a prefix: O(log V + P) for a word, at 15 ns a posting; O(V/26)
comparisons in C for a slip; O(rows of the rarest word) for putting words together, or some passes over N bytes in C
where every word is frequent; 96 looks at titles. Building takes 7 µs a paper for titles, 45 µs more for the other
fields and about 5 µs for each ten words of a note. A change gives a paper a new row and leaves the old one dead:
O(its words).
"""

from stacktui.search.index import Index
from stacktui.search.result import Marks, Positions, Result

__all__ = ["Index", "Marks", "Positions", "Result"]
