"""Addresses of notices."""

from django.urls import path

from linan.ground.notices.web import lists, reading, writing

app_name = "notices"
urlpatterns = [
    path("notices/", lists.notices, name="notices"),
    path("notices/open/", lists.unread, name="unread"),
    path("notices/written/", lists.written, name="written"),
    path("notices/new/", writing.new, name="new"),
    path("notices/<int:notice_id>/", reading.notice, name="notice"),
    path("notices/<int:notice_id>/confirmation/", reading.confirmation, name="confirmation"),
    path("notices/<int:notice_id>/edit/", writing.edit, name="edit"),
    path("notices/<int:notice_id>/publication/", writing.publication, name="publication"),
    path("notices/<int:notice_id>/withdrawal/", writing.withdrawal, name="withdrawal"),
    path("notices/<int:notice_id>/reminder/", writing.reminder, name="reminder"),
    path("notices/files/<int:attachment_id>/", reading.attachment, name="attachment"),
    path("notices/files/<int:attachment_id>/removal/", writing.removal, name="removal"),
]
