"""What the signature of a warning proves here: certificates that this organisation or one above it vouched for."""

from dataclasses import dataclass
from enum import StrEnum

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path
from linan.monitoring.domain.warnings.message import SignatureState
from linan.monitoring.models import EarlyWarning, TrustedSigner


class Proof(StrEnum):
    """What a signature proves. A broken one never gets this far: its file is refused."""

    UNSIGNED = "unsigned"
    UNCHECKED = "unchecked"
    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    OUT_OF_DATE = "out_of_date"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Signed:
    """What the signature of one warning proves, and by whose certificate; None: by none that is known."""

    proof: Proof
    signer: TrustedSigner | None = None


def signers_of(org: Org) -> list[TrustedSigner]:
    """Return the certificates that count in an organisation: its own, and those of the organisations above."""
    with everywhere():
        rows = TrustedSigner.objects.filter(org__in=ids_of_path(org.path))
        return list(rows.select_related("org", "added_by", "withdrawn_by"))


def signed(warning: EarlyWarning) -> Signed:
    """Return what the signature of a warning proves in the organisation that took it in."""
    if warning.signature == SignatureState.NONE:
        return Signed(Proof.UNSIGNED)
    if warning.signature == SignatureState.UNCHECKED:
        return Signed(Proof.UNCHECKED)
    known = [one for one in signers_of(warning.org) if one.fingerprint == warning.fingerprint]
    if not known:
        return Signed(Proof.UNKNOWN)
    vouching = next((one for one in known if one.vouches_at(warning.sent_at)), None)
    if vouching:
        return Signed(Proof.TRUSTED, vouching)
    in_use = next((one for one in known if one.withdrawn_at is None), None)
    return Signed(Proof.OUT_OF_DATE, in_use) if in_use else Signed(Proof.WITHDRAWN, known[0])
