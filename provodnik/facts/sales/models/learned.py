"""What is bought next, as last learned from the school's own purchases. Rebuildable."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
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


class NextMove(SchoolModel):
    """One of the moves a `NextProduct` counts: who went from `after` to `product`, and when.

    `product` is None where the school has no such product any more: the client moved on still.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    after = SchoolForeignKey(Product, on_delete=models.CASCADE)
    product = SchoolForeignKey(Product, null=True, on_delete=models.CASCADE)
    moved_on = models.DateField()
    days = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="next_move_once",
                fields=["school", "after", "product", "client"],
                nulls_distinct=False,
            )
        ]


class TriedMove(SchoolModel):
    """One of the moves the trial counts: how each way of suggesting did on it.

    A place is that of the first right suggestion, 0 where none was right, None where the way
    had nothing to say.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    moved_on = models.DateField()
    learned_place = models.IntegerField(null=True)
    rules_place = models.IntegerField(null=True)
    popular_place = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="tried_move_once", fields=["school", "client", "moved_on"])
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
