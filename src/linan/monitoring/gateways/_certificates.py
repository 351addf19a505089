"""Devices and their certificates: whom an authority vouches for, who a certificate says it is, why one is refused.

An authority's file may also hold single certificates, each trusted for itself. A certificate names a device by its
SHA-256 ("sha256:…"), its common name, or its subject alternative names (DNS and URI), whichever the device was bound to
(DeviceAddress of the kind "certificate").
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from linan.monitoring.domain.reading import Directory, Sender
from linan.monitoring.gateways._counts import REFUSED
from linan.monitoring.gateways._packets import Reason

KIND = "certificate"
ADDRESS_CHARS = 120
# Numbers of OpenSSL, x509_vfy.h. An issuer that is not known shows as one of four, depending on what was sent along.
FAULTS: Mapping[int, str] = MappingProxyType({
    9: "certificate_early", 10: "certificate_expired", 18: "certificate_issuer", 19: "certificate_issuer",
    20: "certificate_issuer", 21: "certificate_issuer", 26: "certificate_purpose",
})


class _Greeting(ssl.SSLObject):
    """The TLS of one connection; counts why its handshake failed, which asyncio tells nobody."""

    def do_handshake(self) -> None:
        """Take the handshake as far as what arrived allows."""
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except ssl.SSLError as fault:
            REFUSED.labels("mqtt", _fault_of(fault)).inc()
            raise


class _Context(ssl.SSLContext):
    sslobject_class = _Greeting


def _fault_of(fault: ssl.SSLError) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return FAULTS.get(fault.verify_code, "certificate")
    return "certificate_missing" if fault.reason == "PEER_DID_NOT_RETURN_A_CERTIFICATE" else "tls"


def tls_context(certificate: str, key: str, *, clients: str) -> ssl.SSLContext:
    """Return how to listen with a certificate (PEM files).

    clients: a file of authorities or single certificates to one of which every device must be known; empty: any device.
    """
    context = _Context(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key or None)
    if clients:
        context.load_verify_locations(clients)
        context.verify_mode = ssl.CERT_REQUIRED
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def names_of(tls: ssl.SSLObject | None) -> tuple[str, ...]:
    """Return what a verified certificate calls its owner, the surest first; nothing where none was shown."""
    raw = tls.getpeercert(binary_form=True) if tls else None
    if tls is None or raw is None:
        return ()
    shown: dict[str, Any] = dict(tls.getpeercert() or {})
    common = [value for part in shown.get("subject", ()) for key, value in part if key == "commonName"]
    others = [value for kind, value in shown.get("subjectAltName", ()) if kind in ("DNS", "URI")]
    return (f"sha256:{sha256(raw).hexdigest()}", *(one[:ADDRESS_CHARS] for one in dict.fromkeys([*common, *others])))


class Turned(Exception):
    """Somebody is not let in. label: as it is counted."""

    def __init__(self, label: str, reason: Reason, why: str = "") -> None:
        self.label, self.reason, self.why = label, reason, why
        super().__init__(label)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a device shows when it comes: a token, a certificate's names, or both, and then both must be its own."""

    token: str
    names: tuple[str, ...] = ()

    async def holder(self, directory: Directory) -> Sender:
        """Return the device whose these are. Raises: Turned."""
        certified = await self._certified(directory)
        if not self.token:
            if certified is None:
                raise self._stranger(directory)
            return certified
        sender = await directory.by_token(self.token)
        if sender is None:
            raise Turned("BAD_TOKEN", Reason.BAD_TOKEN)
        if certified is not None and certified.device_id != sender.device_id:
            raise Turned("certificate_other", Reason.NOT_AUTHORISED, "the certificate is that of another device")
        return sender

    def still(self, directory: Directory) -> Sender | None:
        """Return the device as far as is known now, None when these open nothing any more."""
        certified = self._bound(directory)
        if len(certified) > 1:
            return None
        found = next(iter(certified.values()), None)
        if not self.token:
            return found
        sender = directory.still(self.token)
        return sender if found is None or sender is None or found.device_id == sender.device_id else None

    async def _certified(self, directory: Directory) -> Sender | None:
        found = self._bound(directory)
        if not found:
            for name in self.names:
                await directory.by_address(KIND, name)
            found = self._bound(directory)
        if len(found) > 1:
            raise Turned("certificate_two", Reason.NOT_AUTHORISED, "the certificate names two devices")
        return next(iter(found.values()), None)

    def _bound(self, directory: Directory) -> dict[int, Sender]:
        known = (directory.still_at(KIND, name) for name in self.names)
        return {one.device_id: one for one in known if one is not None}

    def _stranger(self, directory: Directory) -> Turned:
        """List a certificate that nobody bound, under its plainest name, for somebody to bind it."""
        if not self.names:
            return Turned("NOT_AUTHORISED", Reason.NOT_AUTHORISED)
        named = self.names[1] if len(self.names) > 1 else self.names[0]
        directory.quarantine(KIND, named, " · ".join(self.names))
        return Turned("certificate_stranger", Reason.NOT_AUTHORISED, "no device is bound to this certificate")
