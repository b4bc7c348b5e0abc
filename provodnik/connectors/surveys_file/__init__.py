"""Answers to surveys from a file: one row a respondent, or one row an answer."""
