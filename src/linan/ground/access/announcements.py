"""What is announced of access: who read which personal fields, and why."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class PersonalDataRevealed(Announcement):
    """Somebody read personal fields unmasked. `fields` holds their names with commas, never what they say."""

    what: str
    fields: str
    reason: str


TITLES: dict[str, str] = {PersonalDataRevealed.kind: noop("Personal fields read: %(fields)s (%(reason)s)")}
