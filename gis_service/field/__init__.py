"""The officers' page: works on a phone, with or without signal."""
