"""The JSON API of outside information: feeds push it, people read it."""

from datetime import datetime
from hmac import compare_digest
from typing import cast

from django.http import HttpRequest
from ninja import Router, Schema

from linan.command.plotting.actions import Heard, feed_bulletin
from linan.command.plotting.models import Bulletin, BulletinFeed
from linan.command.plotting.queries import bulletins_for_list
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.refusals import NotFound
from linan.ground.text import noop
from linan.ground.web import Request
from linan.monitoring.actions.warning_sources import hash_of_secret

router = Router(tags=["plotting"])


class UnknownFeed(NotFound):
    """Feed and secret do not belong together; which of them is wrong is nobody's business."""

    code = "bulletin_feed_unknown"
    msgid = noop("No feed has this secret. Copy both from the page of the feeds.")


class BulletinIn(Schema):
    """What a feed sends. key: its own name for it; reliability: the feed's own where left empty; lon, lat: WGS84 degrees."""

    key: str
    text: str
    at: datetime
    credibility: int = 6
    reliability: str = ""
    url: str = ""
    lon: float | None = None
    lat: float | None = None
    incident_id: int | None = None


class BulletinOut(Schema):
    """A piece of outside information. rating: both marks of the Admiralty code."""

    id: int
    kind: str
    text: str
    source: str
    rating: str
    at: datetime
    incident_id: int | None
    is_withdrawn: bool

    @staticmethod
    def of(row: Bulletin) -> "BulletinOut":
        """Return what is told of it."""
        return BulletinOut(
            id=row.pk, kind=row.kind, text=row.text, source=row.source, rating=row.rating, at=row.at,
            incident_id=row.incident_id, is_withdrawn=row.withdrawn_at is not None,
        )


@router.get("/bulletins", response=list[BulletinOut], url_name="bulletins")
def bulletins(request: HttpRequest) -> list[BulletinOut]:
    """List outside information, the latest first."""
    require(cast(Request, request).standing, Right.SEE)
    return [BulletinOut.of(one) for one in bulletins_for_list()]


@router.post("/bulletins/feeds/{int:feed_id}", response=BulletinOut, auth=None, url_name="bulletin-push")
def push(request: HttpRequest, feed_id: int, said: BulletinIn) -> BulletinOut:
    """Take one piece from a feed, `Authorization: Bearer <secret>`; the same key again changes nothing."""
    with everywhere():
        feed = _feed(feed_id, request.headers.get("Authorization", ""))
        heard = Heard(
            kind=feed.kind, text=said.text, source=feed.name, reliability=said.reliability or feed.reliability,
            credibility=said.credibility, at=said.at, url=said.url, key=said.key[:120],
            place=(said.lon, said.lat) if said.lon is not None and said.lat is not None else None,
        )
        return BulletinOut.of(feed_bulletin(heard, feed=feed, incident_id=said.incident_id, now=now()))


def _feed(feed_id: int, authorization: str) -> BulletinFeed:
    feed = BulletinFeed.objects.filter(pk=feed_id, is_active=True).select_related("org").first()
    given = hash_of_secret(authorization.removeprefix("Bearer ").strip())
    if feed is None or not given or not compare_digest(given, feed.secret_hash):
        raise UnknownFeed
    return feed
