"""What happens to land, for slices above that want to know, and what they are asked."""

from blinker import Signal

#: Sent inside the transaction, with ``session``, ``village_codes`` (None: all) and ``now``, when
#: a parcel was recorded or its findings changed.
parcels_checked = Signal()

#: Asks how large land has to be: sent with ``session`` and ``village_codes``. Whoever knows (the
#: zone policy) answers with a mapping of village code to square metres.
required_areas = Signal()
