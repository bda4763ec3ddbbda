"""Bring a library and its git remote together: commit, fetch, merge by record, push.

Only the library is committed (and what :mod:`stacktui.repository` put beside it), with a message that names what
changed; other changes in the repository are left alone. The file is replaced under the library's lock and never while
it differs from the last commit, so that nothing is lost to a program that saves meanwhile. Whatever fails, the library
stands as it was, or merged, and the error says where things are.
"""

from stacktui.sync.commit import Progress
from stacktui.sync.run import Outcome, commit, sync

__all__ = ["Outcome", "Progress", "commit", "sync"]
