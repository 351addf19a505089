"""Addresses of duty."""

from django.urls import path

from linan.logistics.duty.web import handing, roster, shifts, spot_checks, swaps

app_name = "duty"
urlpatterns = [
    path("duty/", roster.roster, name="roster"),
    path("duty/plan/", roster.planning, name="planning"),
    path("duty/shifts/<int:shift_id>/", shifts.change, name="shift"),
    path("duty/shifts/<int:shift_id>/arrival/", shifts.arrival, name="arrival"),
    path("duty/swaps/", swaps.swaps, name="swaps"),
    path("duty/shifts/<int:shift_id>/swap/", swaps.asking, name="swap-asking"),
    path("duty/swaps/<int:swap_id>/answer/", swaps.answer, name="swap-answer"),
    path("duty/swaps/<int:swap_id>/settle/", swaps.settling, name="swap-settling"),
    path("duty/spot-checks/", spot_checks.checks, name="spot-checks"),
    path("duty/spot-checks/rule/", spot_checks.rule, name="spot-rule"),
    path("duty/spot-checks/now/", spot_checks.at_once, name="spot-check-now"),
    path("duty/hand-overs/", handing.writing, name="writing"),
    path("duty/hand-overs/<int:hand_over_id>/", handing.taking, name="taking"),
]
