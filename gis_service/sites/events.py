"""What happens to sites, for slices above that want to know."""

from blinker import Signal

#: Sent inside the transaction, with ``session``, ``village_codes`` (None: all) and ``now``.
sites_checked = Signal()
