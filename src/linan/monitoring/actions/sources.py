"""Writes to platforms that speak for devices."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.crypto.personal import open_personal, seal_personal
from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound
from linan.monitoring.actions.devices import hash_of_token
from linan.monitoring.announcements import SourceAdded, SourceEdited, SourceSecretRenewed
from linan.monitoring.models import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """What is known of a platform. token: to check its signatures or to sign in at its broker; empty: none."""

    title: str
    token: str = ""
    host: str = ""
    port: int | None = None
    username: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A source and the secret of its address, which is shown once and never stored."""

    source: Source
    secret: str


@transaction.atomic
def add_source(spec: SourceSpec, *, kind: str, org_id: int, by: Actor, now: datetime) -> NewSecret:
    """Let a platform speak for devices; return it with its secret."""
    secret = secrets.token_urlsafe(24)
    source = Source(org_id=org_id, kind=kind, secret_hash=hash_of_token(secret), added_at=now, renewed_at=now)
    _describe(source, spec)
    source.save()
    _seal(source, spec.token)
    _announce(SourceAdded(source_id=source.pk), source, by=by, now=now)
    return NewSecret(source, secret)


@transaction.atomic
def edit_source(source_id: int, spec: SourceSpec, *, by: Actor, now: datetime) -> Source:
    """Change what is known of a platform; an empty token leaves the one it has. Raises: NotFound."""
    source = _locked(source_id)
    _describe(source, spec)
    source.save()
    if spec.token:
        _seal(source, spec.token)
    _announce(SourceEdited(source_id=source.pk), source, by=by, now=now)
    return source


@transaction.atomic
def renew_secret(source_id: int, *, by: Actor, now: datetime) -> NewSecret:
    """Give a platform a new address; the old one opens nothing any more. Raises: NotFound."""
    source = _locked(source_id)
    secret = secrets.token_urlsafe(24)
    source.secret_hash, source.renewed_at = hash_of_token(secret), now
    source.save(update_fields=["secret_hash", "renewed_at"])
    _announce(SourceSecretRenewed(source_id=source.pk), source, by=by, now=now)
    return NewSecret(source, secret)


def token_of(source_id: int, sealed: str) -> str:
    """Return a platform's token. Raises: SealBroken, KeysUnusable."""
    return open_personal(sealed, about=_about_token(source_id))


def _describe(source: Source, spec: SourceSpec) -> None:
    source.title, source.is_active = spec.title, spec.is_active
    source.host, source.port, source.username = spec.host, spec.port, spec.username


def _seal(source: Source, token: str) -> None:
    source.sealed_token = seal_personal(token, about=_about_token(source.pk))
    source.save(update_fields=["sealed_token"])


def _about_token(source_id: int) -> str:
    return f"monitoring_source.sealed_token:{source_id}"


def _locked(source_id: int) -> Source:
    source = Source.objects.select_for_update(of=("self",)).filter(pk=source_id).first()
    if source is None:
        raise NotFound
    return source


def _announce(event: Announcement, source: Source, *, by: Actor, now: datetime) -> None:
    about = [f"source-{source.pk}", "sources"]
    announce(event, by_id=by.pk, org_id=source.org_id, about=about, now=now)
