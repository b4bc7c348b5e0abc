"""Launches: what is sold together between two dates."""

from django.db import models

from provodnik.facts.catalog.models import Product
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Launch(SchoolModel):
    """A practicum, master class or warm-up with a beginning and an end, counted on its own."""

    name = models.CharField(max_length=200)
    channel = models.CharField(max_length=80)
    product = SchoolForeignKey(Product, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="launch_name_once", fields=["school", "name"])]
