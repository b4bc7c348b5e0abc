"""Surveys: what is asked, of whom and when, what they answered, and what was done about it.

A published version of a form never changes and answers keep theirs. Every score becomes one
`survey_answered` of the journal, the only thing figures read. Whoever answers for what is asked
about is frozen when the question is asked. Why somebody was not asked is kept.
"""
