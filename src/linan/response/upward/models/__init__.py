"""Tables of upward reporting, a file for each noun."""

from linan.response.upward.models.deadlines import OwnDeadline
from linan.response.upward.models.dues import PhoneNote, ReportDue
from linan.response.upward.models.filings import Figure, Filing, FilingStatus, ReceiptWay
from linan.response.upward.models.ledger import Harm, LedgerEntry

__all__ = ["Figure", "Filing", "FilingStatus", "Harm", "LedgerEntry", "OwnDeadline", "PhoneNote", "ReceiptWay", "ReportDue"]
