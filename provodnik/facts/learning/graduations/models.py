"""Graduations and their graduates."""

from django.db import models

from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.models import Cohort
from provodnik.facts.people.models import Client
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Graduation(SchoolModel):
    """A graduation of a cohort: the day a new path begins for each graduate."""

    name = models.CharField(max_length=200)
    cohort = SchoolForeignKey(Cohort)
    product = SchoolForeignKey(Product)
    held_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="graduation_name_once", fields=["school", "name"])
        ]


class Graduate(SchoolModel):
    """A client graduated; `attended`: came to the event."""

    graduation = SchoolForeignKey(Graduation, on_delete=models.CASCADE)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    attended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="client_graduates_once_an_event", fields=["school", "graduation", "client"]
            )
        ]
