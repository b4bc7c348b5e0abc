"""An audit as a document: HTML, PDF, slides. Made from one `AuditPage`, asks nothing itself."""
