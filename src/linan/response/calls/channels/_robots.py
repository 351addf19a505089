"""What the three group robots share: the words they say, and codes in the body that mean "not now"."""

from datetime import timedelta

from linan.response.calls.domain.letters import Letter, Result, accepted, refused, retry

A_MINUTE = timedelta(minutes=1)


def words_of(letter: Letter) -> str:
    """Return what a robot says to its group."""
    return f"{letter.title}\n{letter.text}"


def judged(code: str, *, not_now: frozenset[str]) -> Result:
    """Return what the code in the body means: robots answer 200 whatever happened."""
    if code == "0":
        return accepted(code=code)
    if not code or code in not_now:
        return retry(code or "no code", after=A_MINUTE)
    return refused(code)
