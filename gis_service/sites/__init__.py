"""Sites: positions, measurements, checks and flags."""
