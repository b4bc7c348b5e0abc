"""Courses: lessons and their order, versions, the content audit, re-recording, who needs a hand."""
