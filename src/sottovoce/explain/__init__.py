"""Why a score is what it is, in parts that add up; a citizen's story; what if they had not known somebody."""

from sottovoce.explain.causes import Act, Acts, Causes, Friend, causes, causes_of
from sottovoce.explain.story import story
from sottovoce.explain.whatif import WithoutTie, without_tie

__all__ = ["Act", "Acts", "Causes", "Friend", "WithoutTie", "causes", "causes_of", "story", "without_tie"]
