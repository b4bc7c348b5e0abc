"""Lessons of courses from a table: course, module, lesson, whether its homework is required."""
