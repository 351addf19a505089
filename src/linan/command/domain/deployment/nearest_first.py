"""What a dispatcher does by hand: the most urgent want first, the soonest free source for it. The solver begins here."""

from linan.command.domain.deployment.question import Pin, Question, Source, Want


def nearest_first(question: Question) -> dict[tuple[str, str], int]:
    """Return {(source, want): amount}: choices made by hand first, then each want in order of urgency."""
    left = {source.key: source.amount for source in question.sources}
    given: dict[tuple[str, str], int] = {}
    pinned = {pin.source: pin for pin in question.pins}
    wants = {want.key: want for want in question.wants}
    for source in question.sources:
        pin = pinned.get(source.key)
        if pin and pin.want in wants and question.may_go(source, wants[pin.want]):
            _give(source, wants[pin.want], source.amount, left, given)
    for want in sorted(question.wants, key=lambda one: one.urgency):
        _serve(question, want, left, given, pinned)
    return given


def _serve(
    question: Question, want: Want, left: dict[str, int], given: dict[tuple[str, str], int], pinned: dict[str, Pin]
) -> None:
    able = [one for one in question.sources if one.key not in pinned and question.may_go(one, want)]
    for source in sorted(able, key=lambda one: question.arrives_s[one.key, want.key]):
        lacking = want.amount - sum(amount for (_, to), amount in given.items() if to == want.key)
        if lacking > 0 and left[source.key] > 0:
            _give(source, want, lacking, left, given)


def _give(source: Source, want: Want, most: int, left: dict[str, int], given: dict[tuple[str, str], int]) -> None:
    amount = source.amount if source.is_whole else min(left[source.key], most, want.amount)
    given[source.key, want.key] = amount
    left[source.key] = 0 if source.is_whole else left[source.key] - amount
