"""Photos: uploaded in parts, kept by content, compared with one another."""
