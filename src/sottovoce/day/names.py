"""Names: the id by which luck knows a citizen, of a row that stands anywhere.

reads: id · writes: nothing
"""

from sottovoce.machine.lanes import at
from sottovoce.machine.rule import rule


@rule
def id_of(j, here, s, r):
    """The id of row j, where `here`. To look it up is a random read, dear in a large world; mostly ids are the rows."""
    return int(at(s.id, j, here, 0)) if r.run.renamed == 1 else j
