"""Who may open the page that steers the demonstration."""

from tests.architecture.matrix.endpoint import SIGNED_IN, Endpoint

ENDPOINTS = [
    Endpoint("demo:story", right=SIGNED_IN),
    Endpoint("demo:steering", method="POST", right=SIGNED_IN, data={"step": "pause"}),
]
