"""Homework: what students hand in, who checks it by which criteria, what graduates are worth.

Owns works, attempts, checks and their marks, second opinions, skills, marks of graduates.
Promises: one work of a lesson and a student; a check is by criteria or not at all; two people
never check one work unawares; only an expert marks a graduate.
"""
