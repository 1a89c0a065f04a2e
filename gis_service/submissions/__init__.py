"""What clients write with identifiers of their own: taken once, kept word for word."""
