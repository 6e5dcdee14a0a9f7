"""The end of every act that changes the graph: what follows is derived and judged, then readers are shown it."""

from graph.derive import derive_dirty
from graph.figures import judge_due
from graph.revisions import show
from graph.store import Store


def settle(store: Store) -> None:
    """Bring everything derived up to date and show the revisions taken; what a killed process left is made up for."""
    derive_dirty(store)
    judge_due(store)
    show(store)
