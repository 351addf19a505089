"""Pages of what arrived: files of warnings byte for byte, upload, exercises."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import Refused
from linan.ground.web import Request
from linan.monitoring.access import access_warning_file
from linan.monitoring.actions.warning_cards import begin_exercise
from linan.monitoring.actions.warnings import Received, take_in
from linan.monitoring.warning_queries import cards_of, files_with_warnings
from linan.monitoring.web.warning_forms import ExerciseForm, WarningUpload

PER_PAGE = 30


@require_http_methods(["GET", "POST"])
@signed_in
def files(request: Request) -> HttpResponse:
    """List the files that arrived; POST takes one in."""
    require(request.standing, Right.SEE)
    form = WarningUpload(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(request.standing, Right.RESPOND)
        if form.is_valid():
            received = Received(content=form.content(), name=form.name(), org=own_org(request, Right.RESPOND))
            return redirect("monitoring:warning-file", take_in(received, by=request.person, now=now()).pk)
    page = Paginator(files_with_warnings(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "may_respond": request.standing.may_anywhere(Right.RESPOND)}
    return render(request, "monitoring/warning_files.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def file(request: Request, file_id: int) -> HttpResponse:
    """Show what stood in a file: each warning with the cards it opened, and what was refused."""
    row = access_warning_file(request.standing, file_id, to=Right.SEE)
    warnings = list(row.warnings.all())
    found = cards_of(warnings)
    context = {"file": row, "rows": [(one, found.get(one.pk, [])) for one in warnings], "size": len(row.content)}
    return render(request, "monitoring/warning_file.html", context)


@require_GET
@signed_in
def original(request: Request, file_id: int) -> HttpResponse:
    """Give the file byte for byte; never as something a browser would open."""
    row = access_warning_file(request.standing, file_id, to=Right.SEE)
    response = HttpResponse(bytes(row.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="warning-file-{row.pk}.bin"'
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def exercise(request: Request) -> HttpResponse:
    """Practise a warning: it comes in like a real one, marked as an exercise."""
    require(request.standing, Right.COMMAND)
    form = ExerciseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.exercise(now=now())
            row = begin_exercise(asked, org=own_org(request, Right.COMMAND), by=request.person, now=now())
            return redirect("monitoring:warning-file", row.pk)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
    return render(request, "monitoring/warning_exercise.html", {"form": form}, status=422 if form.errors else 200)


def own_org(request: Request, right: Right) -> Org:
    """Return the highest organisation in which the person holds the right."""
    grants = [one for one in request.standing.grants if right in one.rights]
    return Org.objects.get(pk=min(grants, key=lambda one: (len(one.path), one.org_id)).org_id)
