"""Bytes that nobody meant, against everything that reads what comes from outside.

`targets` says what is read and what may come of it; `mutating` spoils real messages; `python -m tests.fuzz` runs for as long as
one likes, guided by coverage where atheris is installed; test_targets is the short run.
"""
