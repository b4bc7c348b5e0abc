"""The design system's vocabulary: `{% load design %}` brings every component.

A component is one tag, one template, one CSS file and at most five arguments. Its
arguments are checked: an unknown tone raises.
"""

from django import template

from provodnik.web.design.tags import charts, figures, forms, gates, lists, text, work

register = template.Library()

for subject in (text, figures, charts, work, lists, forms, gates):
    register.tags.update(subject.register.tags)
    register.filters.update(subject.register.filters)
