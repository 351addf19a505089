"""Pages of tasks, made for a phone in a stairwell."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.files.models import StoredFile
from linan.ground.files.web import sent
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.response.access import access_proof, access_task
from linan.response.actions import move_task
from linan.response.forms import ProofForm
from linan.response.models import Task, TaskStatus
from linan.response.pages import task_line
from linan.response.proofs import hand_in_proof
from linan.response.queries import ended_tasks_of, open_tasks_of, proofs_of_task


class NoSuchMove(Refused):
    """A move that no task knows."""

    code = "no_such_move"
    msgid = noop("A task cannot become that. Use the buttons of the task.")


@require_GET
@signed_in
def my_tasks(request: Request) -> HttpResponse:
    """Show what the person who asks has to do, the soonest deadline first."""
    require(request.standing, Right.RESPOND)
    moment = now()
    context = {
        "open": [task_line(task, now=moment) for task in open_tasks_of(request.person.pk)],
        "ended": [task_line(task, now=moment) for task in ended_tasks_of(request.person.pk)],
    }
    return render(request, "response/_my_tasks.html" if request.htmx else "response/my_tasks.html", context)


@require_GET
@signed_in
def task(request: Request, task_id: int) -> HttpResponse:
    """Show one task."""
    row = access_task(request.standing, task_id, person=request.person, to=Right.SEE)
    return _shown(request, row)


@require_POST
@signed_in
def task_move(request: Request, task_id: int) -> HttpResponse:
    """Move a task: accept it, set off, arrive, finish it, or say that it cannot be done."""
    row = access_task(request.standing, task_id, person=request.person, to=Right.RESPOND)
    to = request.POST.get("to", "")
    if to not in TaskStatus.values:
        raise NoSuchMove(field="to")
    move_task(
        task_id=row.pk, to=TaskStatus(to), note=request.POST.get("note", "")[:2000], by=request.person, now=now(),
        seen_owner_id=_seen_owner(request),
    )
    return redirect("response:task", row.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def task_proving(request: Request, task_id: int) -> HttpResponse:
    """Take what proves a task; what was given is kept where something is missing, and with all of it the task is done."""
    row = access_task(request.standing, task_id, person=request.person, to=Right.RESPOND)
    form = _refused_proof(request, row) if request.method == "POST" else None
    return _shown(request, row, form) if form else redirect("response:task", row.pk)


@require_GET
@signed_in
def proof_file(request: Request, proof_id: int) -> HttpResponse:
    """Show a photo or a drawn signature to who sees the task."""
    file = access_proof(request.standing, proof_id, person=request.person).file
    assert isinstance(file, StoredFile)  # the door lets through only what has one
    return sent(file)


def _refused_proof(request: Request, row: Task) -> ProofForm | None:
    """Keep what was given and finish the task; return the form with what is wrong, None when the task is done."""
    form = ProofForm(request.POST, request.FILES, asked=_still_asked(row), counted=row.counted)
    if not form.is_valid():
        return form
    said, moment = form.cleaned_data["note"], now()
    try:
        hand_in_proof(task_id=row.pk, given=form.given(), by=request.person, now=moment)
        # What was handed in is not asked for a second time.
        form = ProofForm({"note": said, "unit": row.counted}, None, asked=_still_asked(row))
        move_task(
            task_id=row.pk, to=TaskStatus.DONE, note=said, by=request.person, now=moment, seen_owner_id=_seen_owner(request)
        )
    except Refused as refused:
        add_refusal(form, refused)
        return form
    return None


def _still_asked(row: Task) -> set[str]:
    return set(row.proof) - {one.kind for one in proofs_of_task(row.pk)}


def _shown(request: Request, row: Task, form: ProofForm | None = None) -> HttpResponse:
    proofs = proofs_of_task(row.pk)
    asked = set(row.proof) - {one.kind for one in proofs}
    context = {
        "line": task_line(row, now=now(), proofs=proofs), "form": form or ProofForm(None, None, asked=asked, counted=row.counted),
        "may_move": row.owner_id == request.person.pk or request.standing.may(Right.RESPOND, path=row.org.path),
    }
    template = "response/_task.html" if request.htmx else "response/task.html"
    return render(request, template, context, status=422 if form else 200)


def _seen_owner(request: Request) -> int | None:
    seen = request.POST.get("owner", "")
    return int(seen) if seen.isdecimal() else None
