"""Addresses of the interface itself."""

from tests.architecture.matrix.endpoint import PUBLIC, Endpoint

ENDPOINTS = [
    Endpoint("ui:language", method="POST", right=PUBLIC, data={"language": "en", "next": "/"}),
]
