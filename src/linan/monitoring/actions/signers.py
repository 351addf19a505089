"""Whose signatures are believed: certificates that somebody compared and vouched for, and took back."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.monitoring.announcements import SignerTrusted, SignerWithdrawn
from linan.monitoring.domain.warnings.signatures import fingerprint_of, name_in
from linan.monitoring.models import TrustedSigner


class NotACertificate(Refused):
    """The text is no certificate."""

    code = "not_a_certificate"
    msgid = noop("This is no certificate in PEM. It begins with -----BEGIN CERTIFICATE-----; ask the issuer for that file.")


class PrivateKeyGiven(Refused):
    """Somebody pasted the key with which the issuer signs."""

    code = "private_key_given"
    msgid = noop("This holds a private key, which belongs to its owner alone. Tell the issuer, and paste the certificate only.")


class CertificateRanOut(Refused):
    """A certificate that ran out proves nothing from now on."""

    code = "certificate_ran_out"
    msgid = noop("This certificate ran out on %(date)s. Ask the issuer for the one in use.")


class AlreadyTrusted(Refused):
    """The certificate is in the list."""

    code = "already_trusted"
    msgid = noop("This certificate is trusted already, as that of “%(issuer)s”.")


class IssuerMissing(Refused):
    """A certificate belongs to somebody."""

    code = "issuer_missing"
    msgid = noop("Write whose certificate this is, in at most 80 characters.")


class ComparisonMissing(Refused):
    """A certificate is trusted because somebody compared it with what the issuer says."""

    code = "comparison_missing"
    msgid = noop("Write how the fingerprint was compared: with whom, and over which line.")


class WithdrawalReasonMissing(Refused):
    """Whoever takes a certificate back says why."""

    code = "withdrawal_reason_missing"
    msgid = noop("Say why it is trusted no more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSigner:
    """A certificate to trust. compared: how its fingerprint was compared with the issuer."""

    issuer: str
    pem: str
    compared: str


@transaction.atomic
def trust_signer(new: NewSigner, *, org: Org, by: Person, now: datetime) -> TrustedSigner:
    """Believe what is signed with a certificate, in an organisation and below.

    Raises: IssuerMissing, ComparisonMissing, PrivateKeyGiven, NotACertificate, CertificateRanOut, AlreadyTrusted.
    """
    certificate = _checked(new, now=now)
    fingerprint = fingerprint_of(certificate)
    known = TrustedSigner.objects.filter(org=org, fingerprint=fingerprint, withdrawn_at=None).first()
    if known is not None:
        raise AlreadyTrusted(field="pem", issuer=known.issuer)
    row = TrustedSigner.objects.create(
        org=org, issuer=new.issuer.strip(), subject=name_in(certificate)[:300], fingerprint=fingerprint,
        pem=new.pem.strip(), valid_from=certificate.not_valid_before_utc, valid_until=certificate.not_valid_after_utc,
        compared=new.compared.strip(), added_by=by, added_at=now,
    )
    _announce(SignerTrusted(signer_id=row.pk), row, by=by, now=now)
    return row


@transaction.atomic
def withdraw_signer(*, signer_id: int, because: str, by: Person, now: datetime) -> TrustedSigner:
    """Believe a certificate no more, whatever was signed with it and whenever. Raises: WithdrawalReasonMissing, NotFound."""
    if not because.strip():
        raise WithdrawalReasonMissing(field="because")
    rows = TrustedSigner.objects.filter(pk=signer_id)
    changed = {"withdrawn_at": now, "withdrawn_by": by, "withdrawn_because": because.strip()}
    if not rows.filter(withdrawn_at=None).update(**changed):
        raise NotFound
    row = rows.get()
    _announce(SignerWithdrawn(signer_id=row.pk), row, by=by, now=now)
    return row


def _checked(new: NewSigner, *, now: datetime) -> x509.Certificate:
    if not 1 <= len(new.issuer.strip()) <= 80:
        raise IssuerMissing(field="issuer")
    if not 1 <= len(new.compared.strip()) <= 200:
        raise ComparisonMissing(field="compared")
    if "PRIVATE KEY" in new.pem:
        raise PrivateKeyGiven(field="pem")
    try:
        certificate = x509.load_pem_x509_certificate(new.pem.strip().encode())
    except ValueError as fault:
        raise NotACertificate(field="pem") from fault
    if certificate.not_valid_after_utc < now:
        raise CertificateRanOut(field="pem", date=certificate.not_valid_after_utc.date().isoformat())
    return certificate


def _announce(event: Announcement, row: TrustedSigner, *, by: Person, now: datetime) -> None:
    about = [f"signer-{row.pk}", "signers", "warnings"]
    announce(event, by_id=by.pk, org_id=row.org_id, about=about, now=now)
