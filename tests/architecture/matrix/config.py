"""Who may read what the API says of itself."""

from tests.architecture.matrix.endpoint import PUBLIC, Endpoint

ENDPOINTS = [
    Endpoint("api:openapi-json", right=PUBLIC),
    Endpoint("api:api-root", right=PUBLIC),
    Endpoint("metrics", right=PUBLIC),
]
