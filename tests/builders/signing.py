"""Keys and certificates of issuers, made in the test, and alerts signed with them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree
from signxml.signer import XMLSigner

SENT = datetime(2026, 1, 14, 19, tzinfo=UTC)


@dataclass(frozen=True)
class Issuer:
    """Somebody who signs: a key and the certificate of it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        """The certificate as it is pasted."""
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        """The private key, which never belongs here."""
        plain = serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()

    def sign(self, raw: bytes) -> bytes:
        """Return an alert with an enveloped signature and the certificate in it."""
        signer = XMLSigner(signature_algorithm="ecdsa-sha256", digest_algorithm="sha256")
        return etree.tostring(signer.sign(etree.fromstring(raw), key=self.key, cert=[self.certificate]))


def an_issuer(
    *, name: str = "met.example.cn", first: datetime = SENT - timedelta(days=1), last: datetime = SENT + timedelta(days=3650)
) -> Issuer:
    """Return somebody who signs with a certificate that is valid between two moments."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    dated = begun.serial_number(7).not_valid_before(first).not_valid_after(last)
    return Issuer(key, dated.sign(key, hashes.SHA256()))
