"""The monthly check: everybody responsible is called once, and the silent ones are told to whoever leads them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from linan.ground.orgs.models import Org, OrgKind
from linan.ground.people.models import SYSTEM, Role
from linan.response.calls.actions.drafts import Draft, draft_call
from linan.response.calls.actions.release import let_go
from linan.response.calls.audience import count
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.waves import To, Wave
from linan.response.calls.models import Call, Level
from linan.response.models import Mode

RESPONSIBLE = (Role.DUTY_OFFICER, Role.COMMUNITY_DIRECTOR, Role.GRID_MEMBER, Role.BUILDING_HEAD)
A_DAY_S = 24 * 3600
CHANNELS = ("in_app", "web_push", "sms", "smpp", "webhook")
# A day to answer; whoever stays silent is told to their leader, who then knows whom the next night would not wake.
WAVES = (Wave(To.RECIPIENT, CHANNELS, A_DAY_S), Wave(To.LEADER, CHANNELS, A_DAY_S))
LASTING_MIN = 3 * 24 * 60


def check_everybody_responsible(*, now: datetime) -> int:
    """Call everybody responsible in each community that was not checked this month; return how many communities."""
    return sum(_check(org, now=now) for org in Org.objects.filter(kind=OrgKind.COMMUNITY))


@transaction.atomic
def _check(org: Org, *, now: datetime) -> bool:
    audience, title = Audience(roles=RESPONSIBLE), gettext("Monthly check of calls")
    people = count(audience, org=org, now=now).people
    if not people or _is_checked(org, title, now=now):
        return False
    call = draft_call(org=org, draft=_draft(title, audience), by=SYSTEM, now=now)
    let_go(call, seen=people, by=SYSTEM, now=now)
    return True


def _is_checked(org: Org, title: str, *, now: datetime) -> bool:
    first = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Call._base_manager.filter(org=org, title=title, drafted_at__gte=first).exists()


def _draft(title: str, audience: Audience) -> Draft:
    text = gettext("Monthly check of calls: please answer, so that it is known you would be woken.")
    return Draft(
        title=title, level=Level.BLUE, mode=Mode.REAL, short_text=text[:70], spoken_text=text, poster_text=text, door_text=text,
        wanted=gettext("Answer this call"), choices=(gettext("I am here"),), audience=audience, waves=WAVES,
        lasting_min=LASTING_MIN,
    )
