"""What happens to areas and boundaries, for slices above that want to know."""

from blinker import Signal

#: Sent inside the transaction, with ``session``, ``village_codes`` (of new villages) and ``now``.
areas_added = Signal()

#: Sent inside the transaction, with ``session``, ``version_id`` and ``now``.
boundaries_imported = Signal()
