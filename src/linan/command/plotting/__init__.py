"""Shared plotting 协同标绘: what several people put on one map of an incident, each mark with its author and its end.

Nouns: Mark (a symbol, line, area or word at a place) and Bulletin 其他信息 (what media, weather, environment or traffic
say from outside, with source and reliability). Nothing is deleted: a mark ends by itself or is taken back by name and
reason, a bulletin is withdrawn. `domain/symbols.py` holds the symbols, `domain/ratings.py` the Admiralty code.
Announces MarkDrawn, MarkTakenBack, BulletinNoted, BulletinWithdrawn; each belongs on the incident's timeline and draws
its map anew.
"""
