"""Platforms that push what devices said: one file each, found by this folder. Pure: a request in, what was heard out.

A source is a module with
    TITLE            its name, as `noop("…")`
    NEEDS_TOKEN      whether its pushes are signed with a token that the integrator enters
    decode(post)     -> list[Heard]; raises a Refused with code, field and sentence for whatever it cannot read
    challenge(post)  -> str (only where the platform asks for it): the body that answers its GET
"""
