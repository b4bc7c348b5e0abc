"""Entries of the sidebar in the order of the day: my work, the machine, the figures."""

from provodnik.web.shell.entries import figures, machine, work

ENTRIES = (*work.ENTRIES, *machine.ENTRIES, *figures.ENTRIES)
