"""Reads of notices: what somebody is meant to read, who has read, and what everybody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.access.scopes import everywhere
from linan.ground.notices.models import Attachment, Notice, NoticeStatus, Receipt
from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path
from linan.ground.people.models import Membership, Person, Role

_LATEST = Coalesce("changed_at", "published_at").desc()
SEEN = (NoticeStatus.PUBLISHED, NoticeStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whom a notice means, with what they did. receipt: None for nothing yet."""

    person: Person
    role: str
    org: Org
    receipt: Receipt | None
    is_missing: bool


def notices_for(standing: Standing) -> QuerySet[Notice]:
    """Return what the holder of these roles is meant to read, published or withdrawn, newest first.

    It comes from units above as often as from one's own, so the scope does not narrow it: the aim does.
    """
    aimed = Q(pk__in=[])
    for grant in standing.grants:
        here = Q(orgs__in=ids_of_path(grant.path))
        aimed |= here & (Q(roles=[]) | Q(roles__contains=grant.role.value))
    with everywhere():
        meant = Notice.objects.filter(aimed).values("pk")
        seen = Notice.objects.filter(pk__in=meant, status__in=SEEN, published_at__isnull=False)
        return seen.select_related("org").order_by(_LATEST, "-pk")


def open_for(standing: Standing, person: Person) -> QuerySet[Notice]:
    """Return what somebody still has to read, or to confirm."""
    with everywhere():
        receipts = Receipt.objects.filter(notice=OuterRef("pk"), person=person)
    read = Exists(receipts.filter(read_version__gte=OuterRef("version")))
    confirmed = Exists(receipts.filter(confirmed_version__gte=OuterRef("version")))
    return notices_for(standing).filter(status=NoticeStatus.PUBLISHED).filter(~read | Q(must_confirm=True) & ~confirmed)


def written_by_unit(standing: Standing) -> QuerySet[Notice]:
    """Return what the units wrote in which notices may be written: drafts and planned ones first."""
    mine = Q(pk__in=[])
    for grant in standing.grants:
        if Right.COMMAND in grant.rights:
            mine |= Q(org__path__startswith=grant.path)
    return Notice.objects.filter(mine).select_related("org").order_by(F("published_at").desc(nulls_first=True), "-pk")


def public_notices(*, today: date) -> QuerySet[Notice]:
    """Return what residents may see: published for them, and not over."""
    with everywhere():
        public = Notice.objects.filter(status=NoticeStatus.PUBLISHED, is_public=True)
        lasting = public.filter(Q(ends_on=None) | Q(ends_on__gte=today))
        return lasting.select_related("org").order_by(_LATEST, "-pk")


def containing(notices: QuerySet[Notice], words: str) -> QuerySet[Notice]:
    """Return those in whose title or text every word stands."""
    for word in words.split()[:8]:
        notices = notices.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return notices


def receipts_of(person: Person, notices: Sequence[Notice]) -> dict[int, Receipt]:
    """Return a person's receipts by the id of the notice."""
    with everywhere():
        return {one.notice_id: one for one in Receipt.objects.filter(person=person, notice__in=notices)}


def readers_of(notice: Notice, *, now: datetime) -> list[Reader]:
    """Return everybody whom a notice means at a moment, those missing first, each once."""
    with everywhere():
        receipts = {one.person_id: one for one in Receipt.objects.filter(notice=notice)}
    held = _memberships_meant(notice, now=now)
    readers = [_reader(notice, one, receipts.get(one.person_id)) for one in held]
    return sorted(readers, key=lambda one: (not one.is_missing, one.org.path, str(one.person)))


def people_missing(notice: Notice, *, now: datetime) -> list[Person]:
    """Return those meant who have not read the version that holds, or not confirmed it where they must."""
    return [one.person for one in readers_of(notice, now=now) if one.is_missing]


def attachments_of(notice: Notice) -> list[Attachment]:
    """Return the files of a notice."""
    with everywhere():
        return list(Attachment.objects.filter(notice=notice).select_related("file"))


def is_meant(notice: Notice, standing: Standing) -> bool:
    """Return whether the holder of these roles is meant to read a notice, and it is out."""
    return notices_for(standing).filter(pk=notice.pk).exists()


def _memberships_meant(notice: Notice, *, now: datetime) -> QuerySet[Membership]:
    """Return one membership of each person meant: the one highest in the tree."""
    held = Q(to_at=None) | Q(to_at__gt=now)
    below = Q(pk__in=[])
    for path in notice.orgs.values_list("path", flat=True):
        below |= Q(org__path__startswith=path)
    meant = Membership.objects.filter(held & below, from_at__lte=now, person__is_active=True)
    if notice.roles:
        meant = meant.filter(role__in=notice.roles)
    return meant.select_related("person", "org").order_by("person", "org__path").distinct("person")


def _reader(notice: Notice, held: Membership, receipt: Receipt | None) -> Reader:
    role = str(Role(held.role).label)
    return Reader(person=held.person, role=role, org=held.org, receipt=receipt, is_missing=is_open(notice, receipt))


def is_open(notice: Notice, receipt: Receipt | None) -> bool:
    """Return whether the version that holds is still to be read, or to be confirmed."""
    if receipt is None or receipt.read_version < notice.version:
        return True
    return notice.must_confirm and receipt.confirmed_version < notice.version
