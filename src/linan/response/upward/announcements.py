"""What upward reporting announces."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class DeadlineChanged(Announcement):
    """A unit set a deadline of its own. key: of the deadline; version: counted from 1."""

    key: str
    version: int


@announcement
class ReportDueOpened(Announcement):
    """A clock began to run. title: of the deadline."""

    due_id: int
    title: str


@announcement
class ReportDueMet(Announcement):
    """What was due was reported. minutes: since the clock began."""

    due_id: int
    title: str
    minutes: int


@announcement
class ReportDueDropped(Announcement):
    """Nobody waits for the report any more."""

    due_id: int
    title: str


@announcement
class ReportDueWarned(Announcement):
    """Somebody was told that a report is soon late. to: leader or above; people: how many were told."""

    due_id: int
    title: str
    to: str
    people: int


@announcement
class PhoneReported(Announcement):
    """The level above was told by phone. to_org_id: None above the tree."""

    note_id: int
    incident_id: int
    to_org_id: int | None


@announcement
class FilingSent(Announcement):
    """A report was sent, numbered and frozen. number: among the unit's reports about the incident."""

    filing_id: int
    incident_id: int
    filing_kind: str
    number: int
    to_org_id: int | None


@announcement
class FilingReceived(Announcement):
    """The level above has the report. way: here or phone."""

    filing_id: int
    number: int
    way: str


@announcement
class FilingAskedBack(Announcement):
    """The level above wants to know more."""

    filing_id: int
    number: int


@announcement
class LevelSkipped(Announcement):
    """A report went past a unit, which is told of it."""

    filing_id: int
    skipped_org_id: int


@announcement
class LedgerChanged(Announcement):
    """The name ledger of an incident holds another entry. harm: what became of the person."""

    incident_id: int
    entry_id: int
    harm: str


TITLES = {
    "response.DeadlineChanged": noop("Deadline of reporting changed"),
    "response.ReportDueOpened": noop("Clock of reporting begun: %(title)s"),
    "response.ReportDueMet": noop("Reported in %(minutes)s min: %(title)s"),
    "response.ReportDueDropped": noop("No longer due: %(title)s"),
    "response.ReportDueWarned": noop("Soon late, %(people)s people told: %(title)s"),
    "response.PhoneReported": noop("Reported by phone"),
    "response.FilingSent": noop("Report no. %(number)s sent upward"),
    "response.FilingReceived": noop("Report no. %(number)s receipted"),
    "response.FilingAskedBack": noop("Question about report no. %(number)s"),
    "response.LevelSkipped": noop("Reported past one level, which was told"),
    "response.LedgerChanged": noop("Name ledger changed"),
}
