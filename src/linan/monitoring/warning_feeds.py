"""Feeds of warnings that are fetched: the alerts in them, and those an index only links to."""

import asyncio
from datetime import datetime

import aiohttp

from linan.ground.people.models import SYSTEM
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.actions.warning_sources import note_heard
from linan.monitoring.actions.warnings import Received, take_in
from linan.monitoring.domain.warnings import decode_each, linked
from linan.monitoring.domain.warnings.documents import LIMIT_MB
from linan.monitoring.domain.warnings.refusals import NoWarningInside, WarningTooLarge
from linan.monitoring.models import WarningFile, WarningRoute, WarningSource

PATIENCE_S = 20
MOST_LINKS = 50  # of an index in one round; the rest come in the next


class FeedUnreachable(Refused):
    """The address does not answer as it should."""

    code = "feed_unreachable"
    status = 502
    msgid = noop("%(url)s does not answer: %(problem)s. Check the address and the network.")


def fetch_due_feeds(*, now: datetime) -> int:
    """Fetch every feed that is due and return how many were; one that fails is noted and tried again later."""
    rows = WarningSource.objects.filter(route=WarningRoute.FEED, is_active=True, due_at__lte=now)
    due = list(rows.select_related("org"))
    for source in due:
        try:
            take_feed(source, now=now)
        except Refused as refusal:
            note_heard(source, now=now, fault=refusal.sentence)
        else:
            note_heard(source, now=now)
    return len(due)


def take_feed(source: WarningSource, *, now: datetime) -> None:
    """Take what a feed holds, or, from an index, each alert not fetched before.

    Raises: FeedUnreachable, BadWarning for an index that is none.
    """
    content = fetch(source.url)
    try:
        decode_each(content)
    except NoWarningInside:
        _take_links(source, linked(content), now=now)
    else:
        take_in(_received(source, content, source.url), by=SYSTEM, now=now)


def _take_links(source: WarningSource, links: list[str], *, now: datetime) -> None:
    """Take the alerts of an index; one that cannot be fetched lets the others through and is told afterwards."""
    known = set(WarningFile.objects.filter(org=source.org, name__in=links).values_list("name", flat=True))
    fault: Refused | None = None
    for link in [one for one in links if one not in known][:MOST_LINKS]:
        try:
            take_in(_received(source, fetch(link), link), by=SYSTEM, now=now)
        except Refused as refusal:
            fault = refusal
    if fault:
        raise fault


def _received(source: WarningSource, content: bytes, name: str) -> Received:
    return Received(content=content, org=source.org, name=name, source_id=source.pk)


def fetch(url: str) -> bytes:
    """Return what stands at an address of the web. Raises: FeedUnreachable, WarningTooLarge."""
    try:
        content = asyncio.run(_fetch(url))
    except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as fault:
        raise FeedUnreachable(field="url", url=url, problem=str(fault)[:120] or type(fault).__name__) from fault
    if len(content) > LIMIT_MB * 1_000_000:
        raise WarningTooLarge(limit_mb=LIMIT_MB)
    return content


async def _fetch(url: str) -> bytes:
    patience = aiohttp.ClientTimeout(total=PATIENCE_S)
    async with aiohttp.ClientSession(timeout=patience, raise_for_status=True) as session:
        async with session.get(url, max_redirects=3) as response:
            content = bytearray()
            async for piece in response.content.iter_chunked(65_536):
                content += piece
                if len(content) > LIMIT_MB * 1_000_000:
                    break
            return bytes(content)
