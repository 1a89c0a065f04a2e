"""Sample data: a synthetic programme over the real roster and boundaries."""
