"""Tables of the field headquarters, a file for each noun."""

from linan.response.headquarters.models.turnouts import COMING, MemberStatus, Turnout, TurnoutMember

__all__ = ["COMING", "MemberStatus", "Turnout", "TurnoutMember"]
