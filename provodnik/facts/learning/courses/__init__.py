"""Courses: modules as checkpoints, lessons in order, versions, audit, re-recording, progress."""
