"""Questions of the audit that data answers: one set-based query a check."""
