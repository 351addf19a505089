"""What reports announce."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class ReportReceived(Announcement):
    """Somebody reported something. report_kind: fire, gas …; channel: web or phone."""

    report_id: int
    report_kind: str
    channel: str


@announcement
class ReportChecked(Announcement):
    """The duty officer looked into a report."""

    report_id: int


@announcement
class ReportOwned(Announcement):
    """A report has somebody who sees to it; incident_id: None when it is no incident."""

    report_id: int
    owner_id: int
    incident_id: int | None


@announcement
class ReportForwarded(Announcement):
    """A report went to those whom it concerns."""

    report_id: int
    to: str


@announcement
class ReportMerged(Announcement):
    """Two reports tell of the same thing; the later one shares the fate of the earlier."""

    report_id: int
    into_id: int


@announcement
class ResultTold(Announcement):
    """The reporter can read what came of it."""

    report_id: int


@announcement
class ReporterPhoneShown(Announcement):
    """Somebody was shown a reporter's whole phone number."""

    report_id: int


TITLES: dict[str, str] = {
    ReportReceived.kind: noop("Report received from a person"),
    ReportChecked.kind: noop("Report checked"),
    ReportOwned.kind: noop("Report has an owner"),
    ReportForwarded.kind: noop("Report forwarded to %(to)s"),
    ReportMerged.kind: noop("Report merged with another one"),
    ResultTold.kind: noop("Result told to the reporter"),
    ReporterPhoneShown.kind: noop("Phone of a reporter shown"),
}
