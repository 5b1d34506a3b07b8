"""Whether incidents that are close in space are close in time too."""

from lagesbild.analysis.interaction.chains import LinkedChain, LinkedChains, linked_chains
from lagesbild.analysis.interaction.knox import KnoxResult, knox
from lagesbild.analysis.interaction.mantel import SpaceTimeTest, jacquez, mantel
from lagesbild.analysis.interaction.near_repeat import NearRepeats, near_repeat

__all__ = [
    "KnoxResult",
    "LinkedChain",
    "LinkedChains",
    "NearRepeats",
    "SpaceTimeTest",
    "jacquez",
    "knox",
    "linked_chains",
    "mantel",
    "near_repeat",
]
