"""Pages of posts: who holds them, who held them at a moment, naming, handing over, taking over."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import NotFound, Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.headquarters.access import access_hand_over, access_holding
from linan.response.headquarters.actions.posts import give_post, offer_post, take_post, withdraw_offer
from linan.response.headquarters.boards import post_board
from linan.response.headquarters.forms import MomentForm, NamingForm, OfferForm
from linan.response.headquarters.models import HandOver, Post
from linan.response.headquarters.points import points_of
from linan.response.queries import people_for_tasks


@require_GET
@signed_in
def posts(request: Request, incident_id: int) -> HttpResponse:
    """Show who holds which post, or who held it at the moment in the address."""
    row = access_incident(request.standing, incident_id, to=Right.SEE)
    form = MomentForm(request.GET or None)
    asked_for = form.cleaned_data["at"] if form.is_valid() else None
    may_command = row.is_open and request.standing.may(Right.COMMAND, path=row.org.path)
    context = {
        "incident": row, "board": post_board(row, at=asked_for or now()), "form": form, "asked_for": asked_for,
        "may_command": may_command and not asked_for,
    }
    return render(request, "headquarters/_posts.html" if request.htmx else "headquarters/posts.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def naming(request: Request, incident_id: int, post: str) -> HttpResponse:
    """Let somebody hold a post; the group of a group's post stands in the address."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    if post not in Post.values:
        raise NotFound
    form = NamingForm(request.POST or None, people=people_for_tasks(row, now=now()))
    group_id = int(found) if (found := request.GET.get("group", "")).isdecimal() else None
    if form.is_valid():
        said = form.cleaned_data
        try:
            give_post(
                incident_id=row.pk, post=Post(post), group_id=group_id, person=said["person"].person, why=said["why"],
                by=request.person, now=now(),
            )
            return redirect("headquarters:posts", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"incident": row, "form": form, "post": Post(post).label}
    return render(request, "headquarters/naming.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def offering(request: Request, holding_id: int) -> HttpResponse:
    """Offer a post to the next person."""
    held = access_holding(request.standing, holding_id, to=Right.COMMAND)
    form = OfferForm(request.POST or None, people=people_for_tasks(held.incident, now=now()))
    if form.is_valid():
        said = form.cleaned_data
        try:
            offer_post(holding_id=held.pk, to=said["to"], note=said["note"], by=request.person, now=now())
            return redirect("headquarters:posts", held.incident_id)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"held": held, "incident": held.incident, "form": form, "points": points_of(held.incident, now=now())}
    return render(request, "headquarters/offering.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def withdrawal(request: Request, hand_over_id: int) -> HttpResponse:
    """Let a post stay with who holds it."""
    offer = access_hand_over(request.standing, hand_over_id, to=Right.COMMAND)
    withdraw_offer(hand_over_id=offer.pk, by=request.person, now=now())
    return redirect("headquarters:posts", offer.holding.incident_id)


@require_http_methods(["GET", "POST"])
@signed_in
def taking(request: Request, hand_over_id: int) -> HttpResponse:
    """Show a post that is offered with its open points, and let the next person tick them and take it."""
    offer = access_hand_over(request.standing, hand_over_id, to=Right.RESPOND)
    if request.method == "GET":
        return _taking(request, offer)
    ticked = [int(one) for one in request.POST.getlist("point") if one.isdecimal()]
    try:
        take_post(hand_over_id=offer.pk, ticked=ticked, by=request.person, now=now())
    except Refused as refused:
        return _taking(request, offer, refused)
    return redirect("headquarters:asked")


def _taking(request: Request, offer: HandOver, refusal: Refused | None = None) -> HttpResponse:
    ticked = set(request.POST.getlist("point"))
    points = [(one, bool(one.ticked_at) or str(one.pk) in ticked) for one in offer.points.all()]
    context = {"offer": offer, "points": points, "refusal": refusal, "is_mine": offer.to_id == request.person.pk}
    return render(request, "headquarters/taking.html", context, status=refusal.status if refusal else 200)
