"""The distribution envelope EDXL-DE 1.0 and 2.0 of OASIS with alerts of CAP inside."""

from linan.monitoring.domain.warnings.documents import Document, Element, local, space
from linan.monitoring.domain.warnings.formats.cap import is_alert, read

__all__ = ["alerts_in", "parts", "read", "recognises"]
_FAMILY = "urn:oasis:names:tc:emergency:edxl:de:"


def recognises(document: Document) -> bool:
    """Return whether the document is such an envelope."""
    root = document.root
    return root is not None and local(root) == "EDXLDistribution" and space(root).lower().startswith(_FAMILY)


def parts(document: Document) -> list[Element]:
    """Return every alert inside."""
    return [] if document.root is None else alerts_in(document.root)


def alerts_in(root: Element) -> list[Element]:
    """Return the alerts anywhere below an element."""
    return [one for one in root.iter() if is_alert(one)]
