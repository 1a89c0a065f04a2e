"""The village cooperatives: roster and portal status."""
