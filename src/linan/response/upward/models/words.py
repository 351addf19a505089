"""How kinds and ways of reports read."""

from django.utils.translation import gettext_lazy as _

from linan.response.upward.domain.deadlines import Kind, Unit, Way

KINDS = [
    (Kind.INITIAL.value, _("first report")),
    (Kind.FOLLOW_UP.value, _("follow-up report")),
    (Kind.ZERO.value, _("zero report")),
    (Kind.FINAL.value, _("final report")),
    (Kind.VERIFIED.value, _("verified report")),
]
ALL_KINDS = [*KINDS, (Kind.SUPPLEMENT.value, _("supplement on casualties")), (Kind.REGULAR.value, _("by the calendar"))]
WAYS = [(Way.PHONE.value, _("by phone")), (Way.WRITTEN.value, _("in writing"))]
UNITS = [
    (Unit.MINUTE.value, _("minutes")), (Unit.HOUR.value, _("hours")), (Unit.DAY.value, _("days")),
    (Unit.WORKING_DAY.value, _("working days")), (Unit.MONTH.value, _("months")), (Unit.YEAR.value, _("years")),
]
