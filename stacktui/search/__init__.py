"""Find papers by a few letters.

**What is indexed.** Every paper is a row. The words of its short fields go into one sorted vocabulary
(:mod:`vocabulary`) whose entries hold the rows with the weight of the best field (alias 1.1, title 1, tags 0.95,
authors, categories and year 0.92, venue 0.9), so that a prefix is one slice; words of notes (0.6) into a second one
(:mod:`notes`); the initials of titles, the titles without blanks, Chinese and its pinyin into long strings that are
scanned (:mod:`blob`, :mod:`chinese`).

**What a word is worth in a row**, the best of: the word itself (1), a word that begins with it (0.72 to 0.92), initials
of title words that follow each other, pinyin, a stretch of Chinese; and, only where that leaves few or weak rows and
the word is not common, a slip of one or two edits, letters left out, a part of words run together (:mod:`typos`,
0.3 to 0.95). Each word's rows are remembered, so that a key press pays for the word being typed alone.

**Which rows answer.** Those with every word; where no row has, of three words or more, those with all but one. Their
score is the mean over the words. The best 96 are graded once more by how the query as a whole sits in the title
(:mod:`rank`): place, order, likeness. Among equals the papers being read and to be read come first, then the newest.

**Cost.** For V distinct words and P entries below a prefix: O(log V + P) for a word, O(V/26) string comparisons in C
for a slip, O(rows of the rarest word) for putting words together. A change of one paper gives it a new row and leaves
the old one dead: O(its words).
"""

from stacktui.search.index import Index
from stacktui.search.result import Marks, Positions, Result

__all__ = ["Index", "Marks", "Positions", "Result"]
