"""The audit: start, answer what data cannot, findings with owners, the report to forward."""
