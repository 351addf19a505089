"""Ways in for devices, one file per protocol, found by this folder.

A gateway is a module with `async def open_gateway(directory, sink) -> Close`. It touches no table: it asks the
Directory who a sender is, puts readings into the Sink, and answers only after the Sink has stored them.
"""
