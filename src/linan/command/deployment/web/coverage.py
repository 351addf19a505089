"""Pages of coverage: how soon somebody is at each building."""

import msgspec
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from linan.command.access import access_map
from linan.command.deployment.access import access_deployment
from linan.command.deployment.models import Deployment, Skill
from linan.command.deployment.pages.coverage import Coverage, coverage_of, drawn
from linan.command.keeping import kept
from linan.command.layers import base_layers
from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.web import Request

ON_ONE_PAGE = 50


@require_GET
@signed_in
def coverage(request: Request) -> HttpResponse:
    """Show the minutes to every building, and where one more station would help most."""
    require(request.standing, Right.SEE)
    skill, deployment = _skill(request), _deployment(request)
    found = _coverage(request)
    context = {
        "coverage": found, "page": Paginator(found.rows, ON_ONE_PAGE).get_page(request.GET.get("page")), "skill": skill,
        "skills": Skill.choices, "deployment": deployment, "query": request.GET.urlencode(),
    }
    return render(request, "deployment/_coverage.html" if request.htmx else "deployment/coverage.html", context)


@require_GET
@signed_in
def coverage_base(request: Request) -> HttpResponse:
    """Send what stands still on the coverage map."""
    access_map(request.standing)
    live = f"{reverse('deployment:coverage-live')}?{request.GET.urlencode()}"
    scene = {"live_src": live, "pitch": 0, "bearing": 0}
    text = kept(f"coverage-base-{live}", request.standing, lambda: msgspec.json.encode({**base_layers(), **scene}))
    return HttpResponse(text, content_type="application/json")


@require_GET
@signed_in
def coverage_live(request: Request) -> HttpResponse:
    """Send the colours of the buildings."""
    access_map(request.standing)
    layers = drawn(_coverage(request))
    return HttpResponse(msgspec.json.encode(layers), content_type="application/json")


def _coverage(request: Request) -> Coverage:
    skill, deployment = _skill(request), _deployment(request)
    what = f"coverage-{skill}-{deployment.pk if deployment else 0}"
    return kept(what, request.standing, lambda: coverage_of(skill, deployment))


def _skill(request: Request) -> Skill:
    said = request.GET.get("skill", "")
    return Skill(said) if said in Skill.values else Skill.FIRE


def _deployment(request: Request) -> Deployment | None:
    said = request.GET.get("deployment", "")
    return access_deployment(request.standing, int(said), to=Right.SEE) if said.isdecimal() else None
