"""Search: the one package that knows Whoosh, the sentence encoder, OpenCC and pypinyin."""

import os

# Read by numpy's BLAS when it is first imported. The matrices here are small: more threads make them
# slower, cost start-up time and memory, and on two cores take the window's turn.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from deskbook.search.index import open_index

__all__ = ["open_index"]
