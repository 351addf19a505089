"""Emergency shelters 应急避难场所 (L-07): where they are, whether they are open, who is in them and what they need.

A shelter may stand on a resource of the base information, which keeps its name and place; here it gets places, beds,
a reserve and a contact. An opening has one owner, a reason and a checklist, and so has its closing. A stay is a
household, or a stranger, that came at a moment and left at another. Full is reckoned from the stays or declared by
hand. `norms/` holds what people need a day as YAML, each figure with its source.
Announces ShelterEntered, ShelterOpened, ShelterClosed, ShelterFilled, ShelterFreed, StayBegun, StayCorrected, StayEnded.
"""
