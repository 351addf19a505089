"""Writing notices: drafted, published, changed, withdrawn, and a reminder."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import Standing, require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.files.contents import MOST_BYTES
from linan.ground.notices.access import access_attachment, access_notice
from linan.ground.notices.actions import (
    MOST_ATTACHMENTS,
    GivenFile,
    attach,
    change_notice,
    detach,
    publish_notice,
    remind_missing,
    withdraw_notice,
    write_notice,
)
from linan.ground.notices.forms import NoticeForm, as_written
from linan.ground.notices.models import Notice
from linan.ground.notices.pages import orgs_to_aim_at
from linan.ground.notices.queries import attachments_of
from linan.ground.orgs.models import Org
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponse:
    """Write a notice."""
    require(request.standing, Right.COMMAND)
    start = {"orgs": [_home_of(request.standing).pk]}
    form = NoticeForm(request.POST or None, orgs=orgs_to_aim_at(request.standing), notice=None, initial=start)
    if form.is_valid() and (kept := _kept(request, form, None)):
        return _onward(request, kept)
    return _editor(request, form, None)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: Request, notice_id: int) -> HttpResponse:
    """Change a notice."""
    notice = access_notice(request.standing, notice_id, to=Right.COMMAND)
    orgs = orgs_to_aim_at(request.standing)
    form = NoticeForm(request.POST or None, orgs=orgs, notice=notice, initial=as_written(notice))
    if form.is_valid() and (kept := _kept(request, form, notice)):
        return _onward(request, kept)
    return _editor(request, form, notice)


@require_POST
@signed_in
def publication(request: Request, notice_id: int) -> HttpResponse:
    """Publish a draft as it stands."""
    notice = access_notice(request.standing, notice_id, to=Right.COMMAND)
    publish_notice(notice.pk, by=request.person, now=now())
    return redirect("notices:notice", notice.pk)


@require_POST
@signed_in
def withdrawal(request: Request, notice_id: int) -> HttpResponse:
    """Withdraw a notice with a reason."""
    notice = access_notice(request.standing, notice_id, to=Right.COMMAND)
    withdraw_notice(notice.pk, why=request.POST.get("why", "")[:400], by=request.person, now=now())
    return redirect("notices:notice", notice.pk)


@require_POST
@signed_in
def reminder(request: Request, notice_id: int) -> HttpResponse:
    """Remind those who have not read or not confirmed."""
    notice = access_notice(request.standing, notice_id, to=Right.COMMAND)
    people = remind_missing(notice.pk, by=request.person, now=now())
    messages.success(request, ngettext("%(n)d person reminded.", "%(n)d people reminded.", people) % {"n": people})
    return redirect("notices:notice", notice.pk)


@require_POST
@signed_in
def removal(request: Request, attachment_id: int) -> HttpResponse:
    """Take a file away from a notice."""
    attachment = access_attachment(request.standing, attachment_id, to=Right.COMMAND)
    detach(attachment.pk, by=request.person, now=now())
    return redirect("notices:edit", attachment.notice_id)


def _home_of(standing: Standing) -> Org:
    """Return the highest unit for which somebody writes."""
    grants = [one for one in standing.grants if Right.COMMAND in one.rights]
    return Org.objects.get(pk=min(grants, key=lambda one: len(one.path)).org_id)


def _kept(request: Request, form: NoticeForm, notice: Notice | None) -> Notice | None:
    """Keep what was written, with its files, all or nothing; None where it was refused and the form says why."""
    try:
        with transaction.atomic():
            kept = _written(request, form, notice)
            attach(kept.pk, _files(request), by=request.person, now=now())
            if request.POST.get("then") == "publish" and not kept.is_out:
                kept = publish_notice(kept.pk, by=request.person, now=now())
    except Refused as refused:
        add_refusal(form, refused)
        return None
    return kept


def _written(request: Request, form: NoticeForm, notice: Notice | None) -> Notice:
    if notice is None:
        return write_notice(form.written, org=_home_of(request.standing), by=request.person, now=now())
    return change_notice(notice.pk, form.written, by=request.person, now=now())


def _onward(request: Request, kept: Notice) -> HttpResponse:
    messages.success(request, gettext("Saved."))
    return redirect("notices:notice", kept.pk)


def _files(request: Request) -> list[GivenFile]:
    given = request.FILES.getlist("files")[: MOST_ATTACHMENTS + 1]
    return [GivenFile(content=one.read(MOST_BYTES + 1), name=one.name or "") for one in given]


def _editor(request: Request, form: NoticeForm, notice: Notice | None) -> HttpResponse:
    attachments = attachments_of(notice) if notice else []
    context = {"form": form, "notice": notice, "attachments": attachments}
    return render(request, "notices/editor.html", context, status=422 if form.is_bound else 200)
