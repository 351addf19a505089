"""The door to a file."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.ground.files.models import StoredFile


def access_file(standing: Standing, pk: int, *, to: Right) -> StoredFile:
    """Return the file's row. Raises: NotFound, NotAllowed."""
    return open_door(StoredFile.objects.all(), pk, standing=standing, to=to)
