"""The one way in for every gateway: group commit of readings, judged and stored in one transaction.

batch.py collects what arrives while the last batch is being written; store.py writes a batch (exactly once,
with the alarms that it raises or clears); judge.py keeps the conditions and their quiet bands; directory.py
knows who may come in; serving.py runs it all. PostgreSQL may die at any moment: nothing is acknowledged
meanwhile, and the batch is written again when it is back.
"""

from linan.monitoring.intake.serving import serve

__all__ = ["serve"]
