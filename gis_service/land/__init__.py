"""Land: the parcel of each cooperative, its checks, and what zones and layers read of it."""
