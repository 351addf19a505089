"""One module per command of `linan`: `run(arguments)` returns the exit code."""
