"""Writes to outside information."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from linan.command.plotting.announcements import BulletinNoted, BulletinWithdrawn
from linan.command.plotting.domain.ratings import CREDIBILITY, RELIABILITY
from linan.command.plotting.models import Bulletin, BulletinFeed, BulletinKind
from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Actor, Person
from linan.ground.places.geojson import checked_point
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.models import Incident, IncidentStatus

CLOCKS_DIFFER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was heard from outside. at: when it was said; place: lon, lat in degrees WGS84; key: the source's own name."""

    kind: str
    text: str
    source: str
    reliability: str
    credibility: int
    at: datetime
    url: str = ""
    place: tuple[float, float] | None = None
    key: str = ""


class TextMissing(Refused):
    """Outside information says something."""

    code = "bulletin_text_missing"
    msgid = noop("Write what is said, in at most 2,000 characters.")


class SourceMissing(Refused):
    """Without its source nobody can weigh what is said."""

    code = "bulletin_source_missing"
    msgid = noop("Write who says it: the station, the account, the person.")


class RatingUnknown(Refused):
    """Both marks of the Admiralty code are needed."""

    code = "rating_unknown"
    msgid = noop("Rate the source from A to F and what it says from 1 to 6; F and 6 where it cannot be judged.")


class KindUnknown(Refused):
    """There are four kinds of outside information."""

    code = "bulletin_kind_unknown"
    msgid = noop("Choose what it is about: media, weather, environment or traffic.")


class SaidInFuture(Refused):
    """Nobody has said something yet to come."""

    code = "said_in_future"
    msgid = noop("It was said later than now. Correct the time.")


class WithdrawnAlready(Refused):
    """Outside information is withdrawn once."""

    code = "bulletin_withdrawn"
    status = 409
    msgid = noop("This was withdrawn already.")


class WithdrawalReasonMissing(Refused):
    """Others may have acted on it, so they learn why it no longer holds."""

    code = "withdrawal_reason_missing"
    msgid = noop("Write in a few words why it no longer holds.")


@transaction.atomic
def note_bulletin(
    heard: Heard, *, org: Org, incident: Incident | None, by: Actor, now: datetime, feed: BulletinFeed | None = None
) -> Bulletin:
    """Keep what was heard, tied to the incident. Raises: KindUnknown, TextMissing, SourceMissing, RatingUnknown,
    SaidInFuture, BadPlace."""
    _check(heard, now)
    lon, lat = checked_point(*heard.place, field="place") if heard.place else (None, None)
    bulletin = Bulletin.objects.create(
        org=org, incident=incident, kind=heard.kind, text=heard.text.strip(), source=heard.source.strip(), url=heard.url,
        reliability=heard.reliability, credibility=heard.credibility, lon=lon, lat=lat, at=heard.at, noted_at=now,
        noted_by=by if isinstance(by, Person) else None, feed=feed, key=heard.key,
    )
    event = BulletinNoted(
        bulletin_id=bulletin.pk, incident_id=bulletin.incident_id, bulletin_kind=heard.kind, rating=bulletin.rating
    )
    _tell(event, bulletin, by=by, now=now)
    return bulletin


@transaction.atomic
def feed_bulletin(heard: Heard, *, feed: BulletinFeed, incident_id: int | None, now: datetime) -> Bulletin:
    """Keep what a feed sends; the same key again returns what stands. An incident that is not open here is left away.

    Raises: as note_bulletin.
    """
    BulletinFeed.objects.select_for_update().get(pk=feed.pk)
    known = Bulletin.objects.filter(feed=feed, key=heard.key).exclude(key="").first()
    if known is not None:
        return known
    open_here = Incident.objects.filter(org__path__startswith=feed.org.path, status=IncidentStatus.OPEN)
    incident = open_here.filter(pk=incident_id).first() if incident_id is not None else None
    BulletinFeed.objects.filter(pk=feed.pk).update(heard_at=now)
    return note_bulletin(heard, org=feed.org, incident=incident, by=SYSTEM, now=now, feed=feed)


@transaction.atomic
def withdraw_bulletin(*, bulletin_id: int, because: str, by: Person, now: datetime) -> Bulletin:
    """Say that outside information no longer holds; it stays to be read. Raises: WithdrawnAlready, WithdrawalReasonMissing."""
    if not because.strip():
        raise WithdrawalReasonMissing(field="because")
    bulletin = Bulletin._base_manager.select_for_update(of=("self",)).select_related("incident").get(pk=bulletin_id)
    if bulletin.withdrawn_at is not None:
        raise WithdrawnAlready
    bulletin.withdrawn_at, bulletin.withdrawn_by, bulletin.withdrawn_because = now, by, because.strip()[:120]
    bulletin.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    _tell(BulletinWithdrawn(bulletin_id=bulletin.pk, incident_id=bulletin.incident_id), bulletin, by=by, now=now)
    return bulletin


def _check(heard: Heard, now: datetime) -> None:
    if heard.kind not in set(BulletinKind):
        raise KindUnknown(field="kind")
    if not 1 <= len(heard.text.strip()) <= 2000:
        raise TextMissing(field="text")
    if not 1 <= len(heard.source.strip()) <= 120:
        raise SourceMissing(field="source")
    if heard.reliability not in RELIABILITY or heard.credibility not in CREDIBILITY:
        raise RatingUnknown(field="reliability")
    if heard.at > now + CLOCKS_DIFFER:
        raise SaidInFuture(field="at")


def _tell(event: Announcement, bulletin: Bulletin, *, by: Actor, now: datetime) -> None:
    incident = bulletin.incident
    about = [f"bulletin-{bulletin.pk}", "bulletins", *([f"incident-{incident.pk}"] if incident else [])]
    mode = incident.mode if incident else "real"
    announce(event, by_id=by.pk, org_id=bulletin.org_id, about=about, now=now, mode=mode)
