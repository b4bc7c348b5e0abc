"""Answers to homework from a table: GetCourse's own columns and a plain form, one row an answer."""
