"""What is bought next, as last learned from the school's own purchases. Rebuildable."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class NextProduct(SchoolModel):
    """After one product another: `clients` of the `of_clients` who moved on took it next.

    Without `after` it is plain popularity: what share of all moves leads to the product.
    """

    after = SchoolForeignKey(Product, null=True, on_delete=models.CASCADE)
    product = SchoolForeignKey(Product, on_delete=models.CASCADE)
    clients = models.IntegerField()
    of_clients = models.IntegerField()
    median_days = models.FloatField(null=True)
    score = models.FloatField()
    place = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="next_product_once",
                fields=["school", "after", "product"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="next_product_is_some_of_all", condition=Q(clients__lte=models.F("of_clients"))
            ),
        ]


class NextProductTrial(SchoolModel):
    """When it was learned, and how often each way would have been right since `split_on`.

    `figures` are those of `metrics.next_product.Trial` by name, whole numbers; empty where
    there was too little to try.
    """

    learned_at = models.DateTimeField()
    moved = models.IntegerField()
    split_on = models.DateField(null=True)
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(name="next_product_trial_once", fields=["school"])]
