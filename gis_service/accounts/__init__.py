"""People, roles, areas of responsibility and the audit trail."""
