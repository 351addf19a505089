"""The one way in for every gateway: group commit of readings, judged and stored in one transaction.

batch.py collects what arrives while the last batch is being written; store.py writes a batch (exactly once,
with the alarms that it raises or clears) as one row of the journal, and only then it is acknowledged; journal.py
puts the readings of many rows in their place a moment later; judge.py keeps the conditions and their quiet bands;
latest.py knows the newest reading of every series and how late it usually is; directory.py knows who may come in;
serving.py runs it all. PostgreSQL may die at any moment: nothing is acknowledged meanwhile, and the batch is
written again when it is back.
"""

from linan.monitoring.intake.serving import serve

__all__ = ["serve"]
