"""What happens to photos, and what they ask, for slices above."""

from blinker import Signal

#: Sent inside the transaction that completes photos, with ``session``, ``photo_ids`` and ``now``.
photo_received = Signal()

#: Asks what photos are compared with, inside a transaction, with ``session`` and ``photos``
#: (a sequence of `gis_service.photos.checks.Seen`). Who knows returns a mapping of photo id to
#: `gis_service.photos.checks.Expected`; several answers are put together.
expectation_asked = Signal()
