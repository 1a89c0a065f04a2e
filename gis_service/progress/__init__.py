"""Daily reports on land and construction: taken, checked, and shown to the office."""
