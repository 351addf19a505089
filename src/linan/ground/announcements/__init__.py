"""The log of what happened: message, audit trail and timeline in one append-only table."""
