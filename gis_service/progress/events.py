"""What happens to reports, for slices above that want to know."""

from blinker import Signal

#: Sent inside the transaction, with ``session``, ``village_codes`` (None: all) and ``now``.
reports_checked = Signal()

#: Sent once a day inside a transaction, with ``session`` and ``now``: the date is another.
day_began = Signal()
