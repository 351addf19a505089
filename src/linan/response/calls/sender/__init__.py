"""The sender: takes queued messages to their gateways, each line in a lane of its own."""
