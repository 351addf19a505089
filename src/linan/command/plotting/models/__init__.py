"""Tables of the shared map."""

from linan.command.plotting.models.marks import Mark

__all__ = ["Mark"]
