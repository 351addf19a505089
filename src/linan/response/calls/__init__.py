"""Calls 叫应: wake who must act, and know by name who has answered and who has not.

Nouns: Call (one text in four lengths, an audience, waves), Recipient (somebody who must be reached), Message
(one attempt over one channel), Line (a configured way out), Guest (who may be reached in a drill).
A group chat is not a call: what goes to a group, a loudspeaker or a printer reaches nobody by name.
Announces: CallReleased, CallEscalated, CallAnswered, CallStopped, CallEnded, DoorsGiven.
"""
