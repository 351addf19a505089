"""Pages of residents: report what you see, and follow what becomes of it.

Needs no account, works without JavaScript on a small phone, and shows nothing personal of others: the receipt code
tells what became of a report, never its words. Calls down only; announces nothing itself.
"""
