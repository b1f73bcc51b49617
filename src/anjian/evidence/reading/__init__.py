"""What a file says of itself: read in a process of its own with limits, compared with what was claimed.

Nothing here believes a file. Times and places in it can be set by anybody; they are shown beside what
officers wrote, and where the two differ a person must say why.
"""

from anjian.evidence.reading.apart import read_apart
from anjian.evidence.reading.compare import Claim, Remark, compare
from anjian.evidence.reading.told import READER, Told

__all__ = ["READER", "Claim", "Remark", "Told", "compare", "read_apart"]
