"""Pages of deployment: who is ready, who goes where, how soon somebody is anywhere."""

from django.urls import path

from linan.command.deployment.web import coverage, deployments, teams

app_name = "deployment"
urlpatterns = [
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.team_entering, name="team-entering"),
    path("teams/<int:team_id>/", teams.team_editing, name="team-editing"),
    path("teams/<int:team_id>/readiness/", teams.team_readiness, name="team-readiness"),
    path("vehicles/new/", teams.vehicle_entering, name="vehicle-entering"),
    path("vehicles/<int:vehicle_id>/", teams.vehicle_editing, name="vehicle-editing"),
    path("vehicles/<int:vehicle_id>/readiness/", teams.vehicle_readiness, name="vehicle-readiness"),
    path("stocks/new/", teams.stock_entering, name="stock-entering"),
    path("stocks/<int:stock_id>/count/", teams.stock_count, name="stock-count"),
    path("roads/close/", teams.road_closing, name="road-closing"),
    path("roads/<int:closure_id>/reopen/", teams.road_reopening, name="road-reopening"),
    path("incidents/<int:incident_id>/deployment/", deployments.of_incident, name="of-incident"),
    path("incidents/<int:incident_id>/deployment/needs/new/", deployments.need_stating, name="need-stating"),
    path("incidents/<int:incident_id>/deployment/propose/", deployments.proposing, name="proposing"),
    path("needs/<int:need_id>/off/", deployments.need_off, name="need-off"),
    path("deployments/<int:deployment_id>/change/", deployments.changing, name="changing"),
    path("deployments/<int:deployment_id>/send/", deployments.sending, name="sending"),
    path("deployments/<int:deployment_id>/withdraw/", deployments.withdrawing, name="withdrawing"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/base/", coverage.coverage_base, name="coverage-base"),
    path("coverage/live/", coverage.coverage_live, name="coverage-live"),
]
