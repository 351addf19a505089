"""Which device model fits what a stranger of the field's own protocols said."""

from collections.abc import Iterable, Mapping

from linan.monitoring.decoders import Said, Undecodable, kinds, open_decoder
from linan.monitoring.domain.mapping import understood
from linan.monitoring.profiles import Profile, load_profiles

# Options of a model that name what it is for: the number that its protocol gives to kinds of components and systems.
_MEANT_FOR = {"component_types": "component_type", "system_types": "system_type"}


def likeliest_profile(kind: str, address: str, texts: Iterable[str]) -> str:
    """Return the model that reads most of what a stranger sent; empty where none reads anything, or for other kinds."""
    said = [one for one in _said(kind, texts) if one.address == address]
    fits = {key: _fit(profile, said) for key, profile in load_profiles().items() if profile.gateway == kind}
    best = max(fits, key=lambda key: fits[key], default="")
    return best if best and fits[best] > 0 else ""


def _said(kind: str, texts: Iterable[str]) -> Iterable[Said]:
    if kind not in kinds():
        return
    for text in texts:
        try:
            yield from open_decoder(kind).decode(text).said
        except Undecodable:
            continue


def _fit(profile: Profile, said: Iterable[Said]) -> float:
    """Return how many series are filled, a little less for each that is not; nothing where it is meant for others."""
    channels = {key: one.channel(0) for key, one in profile.series.items()}
    read = set[str]()
    for one in said:
        if _is_meant_for_others(profile, one.fields):
            return 0.0
        read |= understood(channels, one.fields).keys()
    return len(read) - 0.01 * (len(channels) - len(read))


def _is_meant_for_others(profile: Profile, fields: Mapping[str, object]) -> bool:
    wanted = {field: profile.options[option] for option, field in _MEANT_FOR.items() if option in profile.options}
    if not wanted:
        return fields.get("component_type") is not None
    return any(fields.get(field) not in numbers for field, numbers in wanted.items())
