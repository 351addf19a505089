"""Pages of tasks, made for a phone in a stairwell."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.ground.web import Request
from linan.response.access import access_task
from linan.response.actions import move_task
from linan.response.models import TaskStatus
from linan.response.pages import task_line
from linan.response.queries import ended_tasks_of, open_tasks_of


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
    row = access_task(request.standing, task_id, to=Right.SEE)
    context = {"line": task_line(row, now=now()), "may_move": request.standing.may(Right.RESPOND, path=row.org.path)}
    return render(request, "response/_task.html" if request.htmx else "response/task.html", context)


@require_POST
@signed_in
def task_move(request: Request, task_id: int) -> HttpResponse:
    """Move a task: accept it, set off, arrive, finish it, or say that it cannot be done."""
    row = access_task(request.standing, task_id, to=Right.RESPOND)
    to = request.POST.get("to", "")
    if to not in TaskStatus.values:
        raise NoSuchMove(field="to")
    seen = request.POST.get("owner", "")
    move_task(
        task_id=row.pk, to=TaskStatus(to), note=request.POST.get("note", "")[:2000], by=request.person, now=now(),
        seen_owner_id=int(seen) if seen.isdecimal() else None,
    )
    return redirect("response:task", row.pk)
