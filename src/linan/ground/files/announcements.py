"""What is announced of files."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class FileStored(Announcement):
    """A file was handed in."""

    file_id: int
    content_type: str
    size_bytes: int


TITLES: dict[str, str] = {FileStored.kind: noop("File handed in")}
