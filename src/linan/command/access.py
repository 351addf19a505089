"""Who sees the map: whoever sees anything."""

from linan.ground.access.doors import Standing, require
from linan.ground.access.rights import Right


def access_map(standing: Standing) -> None:
    """Let a person in who may see something; the scope narrows what is drawn. Raises: NotAllowed."""
    require(standing, Right.SEE)
