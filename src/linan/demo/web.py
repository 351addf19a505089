"""The page that steers the story."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from linan.demo.actions import (
    SPEEDS,
    NoSuchSpeed,
    pause_story,
    restart_story,
    resume_story,
    set_speed,
    the_story,
)
from linan.demo.neighbourhood.accounts import ACCOUNTS
from linan.ground.access.decorators import signed_in
from linan.ground.web import Request


@require_GET
@signed_in
def story(request: Request) -> HttpResponse:
    """Show how far the night has come and what may be done with it."""
    name = "demo/_story.html" if request.htmx else "demo/story.html"
    return render(request, name, {"story": the_story(), "speeds": SPEEDS, "accounts": ACCOUNTS})


@require_POST
@signed_in
def steering(request: Request) -> HttpResponse:
    """Pause, resume, restart, or change the speed."""
    steps = {"pause": pause_story, "resume": resume_story, "restart": restart_story}
    step = steps.get(request.POST.get("step", ""))
    if step is not None:
        step()
    else:
        set_speed(_speed(request))
    return redirect("demo:story")


def _speed(request: HttpRequest) -> float:
    try:
        return float(request.POST.get("speed", ""))
    except ValueError as error:
        raise NoSuchSpeed(field="speed") from error


app_name = "demo"
urlpatterns = [
    path("demo/", story, name="story"),
    path("demo/steering/", steering, name="steering"),
]
