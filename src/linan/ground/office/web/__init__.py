"""Pages of the office: front door, organisations, accounts, log, own account."""

from django.urls import path

from linan.ground.office.web import accounts, home, letters, log, organisations

app_name = "office"
urlpatterns = [
    path("", home.front, name="front"),
    path("profile/", home.profile, name="profile"),
    path("office/", home.office, name="home"),
    path("office/organisations/", organisations.listed, name="orgs"),
    path("office/organisations/new/", organisations.new, name="org-new"),
    path("office/organisations/<int:org_id>/", organisations.one, name="org"),
    path("office/people/", accounts.listed, name="people"),
    path("office/people/new/", accounts.new, name="person-new"),
    path("office/people/<int:person_id>/", accounts.one, name="person"),
    path("office/people/<int:person_id>/roles/", accounts.new_role, name="role-new"),
    path("office/people/<int:person_id>/password/", accounts.password, name="person-password"),
    path("office/people/<int:person_id>/closing/", accounts.closing, name="person-closing"),
    path("office/people/<int:person_id>/opening/", accounts.opening, name="person-opening"),
    path("office/people/<int:person_id>/sessions/", accounts.sessions_ending, name="person-sessions"),
    path("office/roles/<int:membership_id>/ending/", accounts.role_ending, name="role-ending"),
    path("office/log/", log.listed, name="log"),
    path("office/dead-letters/", letters.listed, name="dead-letters"),
    path("office/dead-letters/<int:letter_id>/retry/", letters.retry, name="dead-letter-retry"),
    path("office/dead-letters/<int:letter_id>/settling/", letters.settling, name="dead-letter-settling"),
]
