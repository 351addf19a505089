"""Writes to the sources of warnings."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import Sentence, noop
from linan.monitoring.announcements import (
    WarningSourceAdded,
    WarningSourceSecretRenewed,
    WarningSourceStarted,
    WarningSourceStopped,
)
from linan.monitoring.models import WarningRoute, WarningSource

SHORTEST_S, LONGEST_S = 60, 86_400


class BadFeedAddress(Refused):
    """A feed is fetched from an address of the web."""

    code = "bad_feed_address"
    msgid = noop("A feed has an address that begins with https:// or http://. Correct it.")


class SourceNameMissing(Refused):
    """A source without a name cannot be told from the others."""

    code = "source_name_missing"
    msgid = noop("Write who sends these warnings, in at most 80 characters.")


class BadInterval(Refused):
    """A feed is fetched every minute to once a day."""

    code = "bad_interval"
    msgid = noop("A feed is fetched every %(shortest)d to %(longest)d seconds. Choose a number between them.")


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source and its secret, which is shown once and never stored; "" for a feed."""

    source: WarningSource
    secret: str


@transaction.atomic
def add_source(
    *, org: Org, name: str, route: str, url: str = "", every_s: int = 300, by: Actor, now: datetime
) -> NewSource:
    """Add a source of warnings. Raises: SourceNameMissing, BadFeedAddress, BadInterval."""
    if not 1 <= len(name.strip()) <= 80:
        raise SourceNameMissing(field="name")
    if route == WarningRoute.FEED:
        _check_feed(url, every_s)
    secret = secrets.token_urlsafe(24) if route == WarningRoute.PUSH else ""
    source = WarningSource.objects.create(
        org=org, name=name.strip(), route=route, url=url if route == WarningRoute.FEED else "", every_s=every_s,
        secret_hash=hash_of_secret(secret), due_at=now if route == WarningRoute.FEED else None,
    )
    _announce(WarningSourceAdded(source_id=source.pk, route=str(route)), source, by=by, now=now)
    return NewSource(source, secret)


def _check_feed(url: str, every_s: int) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadFeedAddress(field="url")
    if not SHORTEST_S <= every_s <= LONGEST_S:
        raise BadInterval(field="every_s", shortest=SHORTEST_S, longest=LONGEST_S)


def hash_of_secret(secret: str) -> str:
    """Return how a secret is stored: hex SHA-256 (192 random bits need no salt), "" for none."""
    return sha256(secret.encode()).hexdigest() if secret else ""


@transaction.atomic
def renew_secret(*, source_id: int, by: Actor, now: datetime) -> NewSource:
    """Give a source that sends to us another secret; the old one opens no more. Raises: NotFound."""
    secret = secrets.token_urlsafe(24)
    rows = WarningSource.objects.filter(pk=source_id, route=WarningRoute.PUSH)
    if not rows.update(secret_hash=hash_of_secret(secret)):
        raise NotFound
    source = rows.get()
    _announce(WarningSourceSecretRenewed(source_id=source.pk), source, by=by, now=now)
    return NewSource(source, secret)


@transaction.atomic
def switch_source(*, source_id: int, to: bool, by: Actor, now: datetime) -> None:
    """Take warnings of a source, or take them no more. Raises: NotFound."""
    due_at = now if to else None
    if not WarningSource.objects.filter(pk=source_id).update(is_active=to, due_at=due_at, fault=None):
        raise NotFound
    source = WarningSource.objects.get(pk=source_id)
    event = WarningSourceStarted(source_id=source_id) if to else WarningSourceStopped(source_id=source_id)
    _announce(event, source, by=by, now=now)


def note_heard(source: WarningSource, *, now: datetime, fault: Sentence | None = None) -> None:
    """Note that a source was heard, or why its feed could not be fetched, and when it is due again."""
    due_at = now + timedelta(seconds=source.every_s) if source.route == WarningRoute.FEED else None
    heard = {} if fault else {"heard_at": now}
    rows = WarningSource.objects.filter(pk=source.pk)
    rows.update(due_at=due_at, fault=fault.as_json() if fault else None, **heard)


def _announce(event: Announcement, source: WarningSource, *, by: Actor, now: datetime) -> None:
    about = [f"warning-source-{source.pk}", "warning-sources"]
    announce(event, by_id=by.pk, org_id=source.org_id, about=about, now=now)
