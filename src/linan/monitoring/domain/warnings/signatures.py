"""XML signatures of alerts: digest and signature are checked as of the moment of sending."""

from contextlib import suppress
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from lxml import etree
from signxml.exceptions import (
    InvalidCertificate,
    InvalidDigest,
    InvalidInput,
    InvalidSignature,
    SignXMLException,
)
from signxml.verifier import SignatureConfiguration, XMLVerifier

from linan.ground.text import Sentence, noop, say
from linan.monitoring.domain.warnings.documents import Element, local
from linan.monitoring.domain.warnings.message import Signature, SignatureState
from linan.monitoring.domain.warnings.refusals import SignatureBroken

XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"
_UNCHECKED = noop("The signature could not be checked: %(problem)s.")


def checked_signature(alert: Element, *, sent_at: datetime) -> tuple[Signature, tuple[Sentence, ...]]:
    """Return what the signature of an alert is worth, and what to say about it.

    A certificate that has run out since is no fault: it counts as of sent_at. Who the signer is, is not proved
    here: that is told by the certificates somebody vouched for (actions.signers).
    Raises: SignatureBroken.
    """
    found = alert.findall(f"{{{XMLDSIG}}}Signature")
    if not found:
        return Signature(), ()
    if len(found) > 1:
        return Signature(SignatureState.UNCHECKED), (say(_UNCHECKED, problem="several signatures"),)
    signature = found[0]
    certificate = signature.find(f".//{{{XMLDSIG}}}X509Certificate")
    if certificate is None or not certificate.text:
        return Signature(SignatureState.UNCHECKED), (say(_UNCHECKED, problem="no certificate"),)
    pem = f"-----BEGIN CERTIFICATE-----\n{certificate.text.strip()}\n-----END CERTIFICATE-----"
    return _verified(alert, pem, sent_at)


def _verified(alert: Element, pem: str, sent_at: datetime) -> tuple[Signature, tuple[Sentence, ...]]:
    """Try the alert as it came, then without the white space between elements, which senders add after signing."""
    config = SignatureConfiguration(verification_time=sent_at)
    whole = etree.tostring(alert, with_tail=False)
    for keeps_blanks in (True, False):
        parser = etree.XMLParser(remove_blank_text=not keeps_blanks, resolve_entities=False, no_network=True)
        try:
            found = XMLVerifier().verify(etree.fromstring(whole, parser), x509_cert=pem, expect_config=config)
        except (InvalidCertificate, InvalidInput) as fault:
            return Signature(SignatureState.UNCHECKED), (say(_UNCHECKED, problem=str(fault)[:160]),)
        except (InvalidDigest, InvalidSignature):
            continue
        except (etree.LxmlError, SignXMLException, ValueError) as fault:
            raise SignatureBroken(field="Signature") from fault
        if isinstance(found, list) or found.signed_xml is None or local(found.signed_xml) != "alert":
            raise SignatureBroken(field="Signature")
        certificate = x509.load_pem_x509_certificate(pem.encode())
        return Signature(SignatureState.INTACT, name_in(certificate), fingerprint_of(certificate)), ()
    raise SignatureBroken(field="Signature")


def name_in(certificate: x509.Certificate) -> str:
    """Return the common name of a certificate, else its whole subject."""
    with suppress(ValueError, IndexError):
        return str(certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)
    return certificate.subject.rfc4514_string()


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate in hex, by which people compare it over the telephone."""
    return certificate.fingerprint(hashes.SHA256()).hex()
