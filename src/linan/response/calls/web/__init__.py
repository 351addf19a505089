"""Addresses of calls."""

from django.urls import path

from linan.response.calls import links
from linan.response.calls.web import answers, board, doors, lines, push, receipts, writing

app_name = "calls"
urlpatterns = [
    path("calls/", board.calls, name="calls"),
    path("calls/write/", writing.write, name="write"),
    path("calls/warnings/<int:card_id>/", board.of_warning, name="of-warning"),
    path("calls/mine/", answers.mine, name="mine"),
    path("calls/doors/", doors.doors, name="doors"),
    path("calls/doors/<int:recipient_id>/", doors.knock, name="knock"),
    path("calls/<int:call_id>/", board.call, name="call"),
    path("calls/<int:call_id>/edit/", writing.edit, name="edit"),
    path("calls/<int:call_id>/release/", writing.release, name="release"),
    path("calls/<int:call_id>/submit/", writing.submit, name="submit"),
    path("calls/<int:call_id>/decide/", writing.decide, name="decide"),
    path("calls/<int:call_id>/stop/", writing.stop, name="stop"),
    path("calls/<int:call_id>/end/", writing.end, name="end"),
    path("calls/<int:call_id>/sheet/", board.sheet, name="sheet"),
    path("calls/lines/", lines.lines, name="lines"),
    path("calls/lines/add/<slug:kind>/", lines.adding, name="line-adding"),
    path("calls/lines/<int:line_id>/", lines.line, name="line"),
    path("calls/lines/<int:line_id>/try/", lines.trial, name="line-trial"),
    path("calls/rules/", lines.sending_rules, name="rules"),
    path("calls/groups/add/", lines.group_adding, name="group-adding"),
    path("calls/groups/<int:group_id>/", lines.group, name="group"),
    path("calls/push-worker.js", push.push_worker, name="push-worker"),
    path("calls/push/", push.push, name="push"),
    path("calls/receipts/<uuid:uid>/", receipts.receipts, name="receipts"),
    path(f"{links.PATH}<str:code>/", answers.answer, name="answer"),
]
