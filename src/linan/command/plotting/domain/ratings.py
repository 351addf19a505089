"""How far a source and what it says are to be believed: the Admiralty code.

Source: NATO STANAG 2511 (AJP-2.1, Annex), two marks judged apart: the source from A to F, what it says from 1 to 6.
"""

from linan.ground.text import noop

RELIABILITY: dict[str, str] = {
    "A": noop("A · completely reliable"),
    "B": noop("B · usually reliable"),
    "C": noop("C · fairly reliable"),
    "D": noop("D · not usually reliable"),
    "E": noop("E · unreliable"),
    "F": noop("F · cannot be judged"),
}
CREDIBILITY: dict[int, str] = {
    1: noop("1 · confirmed by other sources"),
    2: noop("2 · probably true"),
    3: noop("3 · possibly true"),
    4: noop("4 · doubtful"),
    5: noop("5 · improbable"),
    6: noop("6 · cannot be judged"),
}


def tone_of(reliability: str, credibility: int) -> str:
    """Return the tone of a rating: green may be acted on, yellow wants a second source, grey is not judged."""
    if reliability == "F" or credibility == 6:
        return "grey"
    if reliability in "AB" and credibility <= 2:
        return "green"
    return "red" if reliability == "E" or credibility == 5 else "yellow"
