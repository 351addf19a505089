"""Page of those who send outside information by themselves."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linan.command.plotting.access import access_feed
from linan.command.plotting.actions import NewFeed, add_feed, stop_feed
from linan.command.plotting.domain.ratings import RELIABILITY
from linan.command.plotting.models import BulletinFeed, BulletinKind
from linan.command.wall import home_of
from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.text import say
from linan.ground.web import Request


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def feeds(request: Request) -> HttpResponse:
    """List the feeds and add one; its secret is shown this once."""
    require(request.standing, Right.CONFIGURE)
    if request.method == "GET":
        return _page(request)
    org = home_of(request.standing)
    require_in(request.standing, Right.CONFIGURE, org)
    said = {name: request.POST.get(name, "") for name in ("name", "kind", "reliability")}
    try:
        return _page(request, made=add_feed(org=org, **said, by=request.person, now=now()))
    except Refused as refusal:
        return _page(request, refusal=refusal)


@require_POST
@signed_in
def stopping(request: Request, feed_id: int) -> HttpResponse:
    """Take nothing more from a feed."""
    feed = access_feed(request.standing, feed_id, to=Right.CONFIGURE)
    stop_feed(feed_id=feed.pk, by=request.person, now=now())
    return redirect("plotting:feeds")


def _page(request: Request, *, made: NewFeed | None = None, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "feeds": BulletinFeed.objects.select_related("org"), "kinds": BulletinKind.choices, "made": made, "refusal": refusal,
        "reliability": [(key, say(word)) for key, word in RELIABILITY.items()],
    }
    return render(request, "plotting/feeds.html", context, status=refusal.status if refusal else 200)
