"""Answers in the words and figures of the page: one module for each kind of question."""
