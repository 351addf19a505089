"""Pages of ladders."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.web import Request
from linan.registry.fields import BuildingField
from linan.registry.models import Building
from linan.response.ladders.access import access_ladder
from linan.response.ladders.actions import Seen, Step, note_occurrence, take_step
from linan.response.ladders.models import Ladder, Outcome
from linan.response.ladders.pages import counts, kind_choices, ladders_for_list, shown_ladder

ON_ONE_PAGE = 30
PHOTO_MOST_BYTES = 20 * 1024 * 1024


class SeenForm(forms.Form):
    """What a person saw, and where."""

    kind = forms.ChoiceField(label=_("What was seen"))
    building = BuildingField(label=_("Building"))
    place = forms.CharField(label=_("Staircase, floor or door"), max_length=60)
    note = forms.CharField(label=_("What exactly"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        self.fields["building"].queryset = Building.objects.order_by("name")  # type: ignore[attr-defined]


@require_GET
@signed_in
def ladders(request: Request) -> HttpResponse:
    """Show the ladders that go on, or with ?ended=1 those that ended."""
    require(request.standing, Right.SEE)
    ended = request.GET.get("ended") == "1"
    page = Paginator(ladders_for_list(ended=ended), ON_ONE_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "shown": [shown_ladder(one, now=now()) for one in page], "counts": counts(), "ended": ended,
        "may_respond": request.standing.may_anywhere(Right.RESPOND),
    }
    return render(request, "ladders/_ladders.html" if request.htmx else "ladders/ladders.html", context)


@require_GET
@signed_in
def ladder(request: Request, ladder_id: int) -> HttpResponse:
    """Show one ladder: what happened, what comes next, what was done."""
    row = access_ladder(request.standing, ladder_id, to=Right.SEE)
    return _page(request, row)


@require_POST
@signed_in
def step(request: Request, ladder_id: int) -> HttpResponse:
    """Take the next step with its evidence."""
    row = access_ladder(request.standing, ladder_id, to=Right.RESPOND)
    try:
        take_step(_step_of(request), ladder_id=row.pk, by=request.person, now=now())
    except Refused as refusal:
        return _page(request, row, refusal=refusal, note=request.POST.get("note", ""))
    return redirect("ladders:ladder", row.pk)


@require_GET
@signed_in
def notice(request: Request, ladder_id: int) -> HttpResponse:
    """Show the written notice, ready to be printed."""
    row = access_ladder(request.standing, ladder_id, to=Right.SEE)
    return render(request, "ladders/notice.html", {"shown": shown_ladder(row, now=now()), "today": now()})


@require_http_methods(["GET", "POST"])
@signed_in
def reporting(request: Request) -> HttpResponse:
    """Begin a ladder for something a person saw."""
    require(request.standing, Right.RESPOND)
    form = SeenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "ladders/reporting.html", {"form": form}, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    building = said["building"]
    require_in(request.standing, Right.RESPOND, building.org)
    seen = Seen(
        org=building.org, kind=said["kind"], building=building, place=f"{building.name} · {said['place']}",
        place_key=f"building-{building.pk}-{said['place'].strip()}", note=said["note"],
    )
    return redirect("ladders:ladder", note_occurrence(seen, by=request.person, now=now()).pk)


def _page(request: Request, row: Ladder, *, refusal: Refused | None = None, note: str = "") -> HttpResponse:
    context = {
        "shown": shown_ladder(row, now=now()), "refusal": refusal, "note": note, "outcomes": Outcome.choices,
        "may_respond": request.standing.may(Right.RESPOND, path=row.org.path),
    }
    template = "ladders/_ladder.html" if request.htmx and not refusal else "ladders/ladder.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def _step_of(request: Request) -> Step:
    photo = request.FILES.get("photo")
    return Step(
        outcome=request.POST.get("outcome", ""), note=request.POST.get("note", ""),
        photo=photo.read(PHOTO_MOST_BYTES + 1) if photo else b"", photo_name=(photo.name or "") if photo else "",
    )


app_name = "ladders"
urlpatterns = [
    path("ladders/", ladders, name="ladders"),
    path("ladders/report/", reporting, name="reporting"),
    path("ladders/<int:ladder_id>/", ladder, name="ladder"),
    path("ladders/<int:ladder_id>/step/", step, name="step"),
    path("ladders/<int:ladder_id>/notice/", notice, name="notice"),
]
