"""How kinds and ways of reports read."""

from django.utils.translation import gettext_lazy as _

from linan.response.upward.domain.deadlines import ANY, CountedFrom, Kind, Unit, Way

KINDS = [
    (Kind.INITIAL.value, _("first report")),
    (Kind.FOLLOW_UP.value, _("follow-up report")),
    (Kind.ZERO.value, _("zero report")),
    (Kind.FINAL.value, _("final report")),
    (Kind.VERIFIED.value, _("verified report")),
    (Kind.SUPPLEMENT.value, _("supplement on casualties")),
]
ALL_KINDS = [*KINDS, (Kind.REGULAR.value, _("by the calendar"))]
WAYS = [(Way.PHONE.value, _("by phone")), (Way.WRITTEN.value, _("in writing"))]
UNITS = [
    (Unit.MINUTE.value, _("minutes")), (Unit.HOUR.value, _("hours")), (Unit.DAY.value, _("days")),
    (Unit.WORKING_DAY.value, _("working days")), (Unit.MONTH.value, _("months")), (Unit.YEAR.value, _("years")),
]
COUNTED_FROM = [
    (CountedFrom.KNOWN.value, _("knowing of the incident")), (CountedFrom.CLOSED.value, _("the closing of the incident")),
    (CountedFrom.CHANGED.value, _("a change of casualties after they were reported")),
]
OWES = [
    ("community", _("communities")), ("street", _("street offices")), ("district", _("districts")),
    (ANY, _("every unit that has reported")), ("outside", _("others, for reference")),
]
