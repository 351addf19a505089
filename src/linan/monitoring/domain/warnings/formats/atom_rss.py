"""Atom and RSS: feeds that carry alerts of CAP in their entries, and indexes that only link to them."""

from linan.monitoring.domain.warnings.documents import Document, Element, children, content, local, space
from linan.monitoring.domain.warnings.formats.cap import read
from linan.monitoring.domain.warnings.formats.edxl_de import parts

__all__ = ["links", "parts", "read", "recognises"]
ATOM = "http://www.w3.org/2005/Atom"
_CAP_LINK = ("application/cap+xml", "application/common-alerting-protocol+xml")


def recognises(document: Document) -> bool:
    """Return whether the document is an Atom feed or entry, or an RSS channel."""
    root = document.root
    if root is None:
        return False
    return (local(root) in ("feed", "entry") and space(root) == ATOM) or local(root) in ("rss", "RDF")


def links(document: Document) -> list[str]:
    """Return the addresses of the warnings an index lists, in its order, each once."""
    if document.root is None:
        return []
    entries = [one for one in document.root.iter() if local(one) in ("entry", "item")]
    found = dict.fromkeys(link for entry in entries if (link := _link_of(entry)))
    return [one for one in found if one.startswith(("http://", "https://"))]


def _link_of(entry: Element) -> str:
    """Return the link to the alert: the one typed as CAP, else the alternate, else the text of <link>."""
    links = list(children(entry, "link"))
    for link in links:
        if link.get("type", "") in _CAP_LINK:
            return str(link.get("href", ""))
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
    return content(entry, "link")
