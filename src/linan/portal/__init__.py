"""Pages of residents: report, my warnings, my route, notices, knowledge (R-01, F-05, F-06).

Needs no account and shows nothing personal of others. Calls down only; announces nothing itself.
Empty until its first page is needed.
"""
