"""Why a source was chosen, and why a want stays unmet, in sentences."""

from linan.command.domain.deployment.question import Allotment, Answer, Question, Source, Want
from linan.ground.text import Sentence, say
from linan.ground.text import noop as _


def why_chosen(question: Question, answer: Answer, allotment: Allotment) -> Sentence:
    """Return why this source goes there: the soonest, or who would be sooner and why not."""
    want = _want(question, allotment.want)
    if any(pin.source == allotment.source and pin.want == allotment.want for pin in question.pins):
        return say(_("Chosen by hand."))
    able = [one for one in question.sources if question.may_go(one, want)]
    free = {one.key for one in able} - {one.source for one in answer.allotments}
    sooner = [one for one in able if question.arrives_s[one.key, want.key] < allotment.arrives_s]
    elsewhere = next((one for one in sooner if one.key not in free and not _goes_to(answer, one, want)), None)
    if elsewhere is not None:
        return say(_("%(name)s would be sooner but goes to “%(want)s”."), name=elsewhere.name, want=_where(question, answer, elsewhere))
    passed_over = next((one for one in sooner if one.key in free), None)
    if passed_over is not None:
        return _why_passed_over(passed_over, want)
    if len(able) == 1:
        return say(_("The only one who can and is ready."))
    return say(_("Soonest there of %(count)d who can."), count=len(able))


def _why_passed_over(source: Source, want: Want) -> Sentence:
    """Return why a free source that would be sooner is not the one that goes."""
    if source.amount < want.amount:
        return say(_("%(name)s would be sooner but brings only %(amount)d."), name=source.name, amount=source.amount)
    return say(_("%(name)s would be sooner but has more than is needed and is held back."), name=source.name)


def why_unmet(question: Question, answer: Answer, want: Want) -> list[Sentence]:
    """Return why a want is not met, or not in time: one sentence for each source that has what is wanted."""
    having = [one for one in question.sources if want.wants in one.gives]
    if not having:
        return [say(_("Nobody on the list has this."))]
    return [_why_not(question, answer, source, want) for source in having]


def _why_not(question: Question, answer: Answer, source: Source, want: Want) -> Sentence:
    if source.held_back:
        return say(source.held_back, name=source.name)
    if (source.key, want.key) not in question.arrives_s:
        return say(_("No open road leads from %(name)s to this place."), name=source.name)
    if _goes_to(answer, source, want):
        return _why_not_enough(question, source, want)
    if any(one.source == source.key for one in answer.allotments):
        return say(_("%(name)s goes to “%(want)s”."), name=source.name, want=_where(question, answer, source))
    return say(_("%(name)s stays: fixed by hand."), name=source.name)


def _why_not_enough(question: Question, source: Source, want: Want) -> Sentence:
    if question.is_late(source, want):
        late_s = question.arrives_s[source.key, want.key] - (want.within_s or 0)
        return say(_("%(name)s arrives %(minutes)d min after the time set."), name=source.name, minutes=-(-late_s // 60))
    return say(_("%(name)s goes there and brings %(amount)d."), name=source.name, amount=source.amount)


def _want(question: Question, key: str) -> Want:
    return next(one for one in question.wants if one.key == key)


def _goes_to(answer: Answer, source: Source, want: Want) -> bool:
    return (source.key, want.key) in answer.pairs()


def _where(question: Question, answer: Answer, source: Source) -> str:
    key = next(one.want for one in answer.allotments if one.source == source.key)
    return _want(question, key).name
