"""Addresses of the field headquarters."""

from django.urls import path

from linan.response.headquarters.web import asked, cards, posts, roll_calls, rules, turnouts

app_name = "headquarters"
urlpatterns = [
    path("asked/", asked.asked, name="asked"),
    path("decisions/", cards.front, name="front"),
    path("headquarters/rules/", rules.rules, name="rules"),
    path("headquarters/rules/<slug:key>/", rules.rule, name="rule"),
    path("incidents/<int:incident_id>/cards/", cards.cards, name="cards"),
    path("incidents/<int:incident_id>/cards/seen/", cards.seen, name="seen"),
    path("incidents/<int:incident_id>/cards/choose/", cards.choosing, name="choosing"),
    path("incidents/<int:incident_id>/turnout/", turnouts.turnout, name="turnout"),
    path("incidents/<int:incident_id>/turnout/<int:tier>/call/", turnouts.calling, name="turnout-calling"),
    path("incidents/<int:incident_id>/posts/", posts.posts, name="posts"),
    path("incidents/<int:incident_id>/posts/<str:post>/", posts.naming, name="post-naming"),
    path("incidents/<int:incident_id>/roll/", roll_calls.roll, name="roll"),
    path("incidents/<int:incident_id>/roll/call/", roll_calls.calling, name="roll-calling"),
    path("roll/<int:entry_id>/answer/", roll_calls.answer, name="roll-answer"),
    path("posts/<int:holding_id>/hand-over/", posts.offering, name="post-offering"),
    path("hand-overs/<int:hand_over_id>/", posts.taking, name="post-taking"),
    path("hand-overs/<int:hand_over_id>/withdrawal/", posts.withdrawal, name="post-withdrawal"),
    path("turnout/<int:member_id>/answer/", turnouts.answer, name="turnout-answer"),
]
