"""Setting up the ways out: lines, who may be reached in a drill, groups, the rules of sending."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.calls.announcements import GuestsChanged, LineChanged, RulesChanged
from linan.response.calls.channels import channel_kinds
from linan.response.calls.models import Group, Guest, Line, PushAddress, Rules

ABOUT = "call-lines"


class PushUnusable(Refused):
    """A subscription that no push service of a browser gave out."""

    code = "push_unusable"
    msgid = noop("This browser gave no usable address for pushes. Allow notifications and try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSpec:
    """What a line is set up with. secrets: only those that were typed in; the others stay as they are."""

    name: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str]
    per_second: float | None
    is_on: bool
    may_drill: bool


@transaction.atomic
def keep_line(*, line: Line | None, org: Org, kind: str, spec: LineSpec, by: Actor, now: datetime) -> Line:
    """Set up a new line, or change one; what its channel makes itself (a key pair) is made here."""
    line = line or Line(org=org, kind=kind)
    kept = {asked.name: line.opened().get(asked.name, "") for asked in channel_kinds()[kind].ASKS if asked.is_secret}
    secrets = kept | {name: value for name, value in spec.secrets.items() if value}
    made = getattr(channel_kinds()[kind], "make_secrets", None)
    line.name, line.per_second, line.is_on, line.may_drill = spec.name, spec.per_second, spec.is_on, spec.may_drill
    line.settings, line.changed_at = dict(spec.settings), now
    line.seal(made(secrets) if made else secrets)
    line.save()
    announce(LineChanged(line_id=line.pk, channel=kind), by_id=by.pk, org_id=line.org_id, about=[ABOUT], now=now)
    return line


@transaction.atomic
def set_rules(
    *, is_test: bool, mass_from: int, quiet_from: time, quiet_to: time, org: Org, by: Actor, now: datetime
) -> Rules:
    """Set the rules of sending of this installation."""
    columns = {"is_test": is_test, "mass_from": mass_from, "quiet_from": quiet_from, "quiet_to": quiet_to}
    rules, _is_new = Rules.objects.update_or_create(pk=1, defaults=columns)
    event = RulesChanged(is_test=is_test, mass_from=mass_from)
    announce(event, by_id=by.pk, org_id=org.pk, about=[ABOUT], now=now)
    return rules


@transaction.atomic
def set_guests(*, org: Org, people: Sequence[Person], by: Actor, now: datetime) -> None:
    """Put exactly these people of a unit on the white list of drills and test mode."""
    Guest._base_manager.filter(org=org, person__isnull=False).exclude(person__in=people).delete()
    Guest._base_manager.bulk_create([Guest(org=org, person=one) for one in people], ignore_conflicts=True)
    announce(GuestsChanged(people=len(people)), by_id=by.pk, org_id=org.pk, about=[ABOUT], now=now)


@transaction.atomic
def keep_group(*, group: Group | None, org: Org, name: str, people: Sequence[Person]) -> Group:
    """Make a group, or change who is in it."""
    group = group or Group(org=org)
    group.name = name
    group.save()
    group.people.set(people)
    return group


@transaction.atomic
def take_push_address(*, person: Person, subscription: str, now: datetime) -> PushAddress:
    """Keep where a person's browser takes pushes; the same browser again changes its owner. Raises: PushUnusable."""
    endpoint = _endpoint_of(subscription)
    mark = hashlib.sha256(endpoint.encode()).hexdigest()
    address = PushAddress.objects.filter(mark=mark).first() or PushAddress(mark=mark)
    address.person, address.added_at = person, now
    address.seal(subscription)
    address.save()
    return address


def _endpoint_of(subscription: str) -> str:
    """Return the endpoint; only addresses of the open internet are taken, for the server will post to them."""
    try:
        given = json.loads(subscription)
        endpoint, keys = str(given["endpoint"]), given["keys"]
        place = urlsplit(endpoint)
        is_whole = place.scheme == "https" and bool(keys["p256dh"]) and bool(keys["auth"])
    except (ValueError, KeyError, TypeError) as broken:
        raise PushUnusable from broken
    if not is_whole or not _is_public(place.hostname or ""):
        raise PushUnusable
    return endpoint


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".internal", ".localhost"))
