"""Writes to those who feed outside information."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linan.command.plotting.actions.bulletins import KindUnknown, RatingUnknown, SourceMissing
from linan.command.plotting.announcements import FeedAdded, FeedStopped
from linan.command.plotting.domain.ratings import RELIABILITY
from linan.command.plotting.models import BulletinFeed, BulletinKind
from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person
from linan.monitoring.actions.warning_sources import hash_of_secret


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed and its secret, which is shown once and never stored."""

    feed: BulletinFeed
    secret: str


@transaction.atomic
def add_feed(*, org: Org, name: str, kind: str, reliability: str, by: Person, now: datetime) -> NewFeed:
    """Let somebody send bulletins with a secret of his own. Raises: SourceMissing, KindUnknown, RatingUnknown."""
    if not 1 <= len(name.strip()) <= 80:
        raise SourceMissing(field="name")
    if kind not in set(BulletinKind):
        raise KindUnknown(field="kind")
    if reliability not in RELIABILITY:
        raise RatingUnknown(field="reliability")
    secret = secrets.token_urlsafe(24)
    feed = BulletinFeed.objects.create(
        org=org, name=name.strip(), kind=kind, reliability=reliability, secret_hash=hash_of_secret(secret)
    )
    about = [f"bulletin-feed-{feed.pk}", "bulletin-feeds"]
    announce(FeedAdded(feed_id=feed.pk), by_id=by.pk, org_id=org.pk, about=about, now=now)
    return NewFeed(feed, secret)


@transaction.atomic
def stop_feed(*, feed_id: int, by: Person, now: datetime) -> BulletinFeed:
    """Take nothing more from a feed; what it sent stays."""
    feed = BulletinFeed.objects.select_for_update().get(pk=feed_id)
    feed.is_active = False
    feed.save(update_fields=["is_active"])
    about = [f"bulletin-feed-{feed.pk}", "bulletin-feeds"]
    announce(FeedStopped(feed_id=feed.pk), by_id=by.pk, org_id=feed.org_id, about=about, now=now)
    return feed
