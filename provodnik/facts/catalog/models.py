"""The product matrix and the path after purchase."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.catalog.types import LinkKind, PathState, ProductStatus, Trigger
from provodnik.facts.people.models import Pain
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Product(SchoolModel):
    """Something the school sells. `kind` is a key of the method's product kinds.

    Unit economics are price, cost and the moment they were confirmed. `revision_started_at` is
    the last revision the product takes part in, `revised_at` when one last decided on it.
    `launched_at` is when it was first on sale, `content_ready_at` since when its lessons are
    there, `material_at` the last change for which staff read it again. A subscription is paid
    for `term_days` at a time.

    Invariants, held by the database: money is never negative; economics are
    confirmed by a person at a moment, or not at all.
    """

    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=400)
    kind = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=20, default=ProductStatus.UNSORTED.value)
    price_kopecks = models.BigIntegerField(null=True)
    cost_kopecks = models.BigIntegerField(null=True)
    audience = models.CharField(max_length=300, blank=True)
    summary = models.CharField(max_length=500, blank=True)
    payment_url = models.URLField(max_length=500, blank=True)
    prerequisite = SchoolForeignKey("self", null=True)
    owner = SchoolForeignKey(Staff, null=True)
    economics_confirmed_at = models.DateTimeField(null=True)
    economics_confirmed_by = SchoolForeignKey(Staff, null=True)
    revision_started_at = models.DateTimeField(null=True)
    revised_at = models.DateTimeField(null=True)
    launched_at = models.DateTimeField(null=True)
    content_ready_at = models.DateTimeField(null=True)
    material_at = models.DateTimeField(null=True)
    term_days = models.IntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="product_name_once", fields=["school", "name"]),
            models.CheckConstraint(
                name="product_status_is_known", condition=Q(status__in=values(ProductStatus))
            ),
            models.CheckConstraint(
                name="product_price_is_not_negative", condition=Q(price_kopecks__gte=0)
            ),
            models.CheckConstraint(
                name="product_cost_is_not_negative", condition=Q(cost_kopecks__gte=0)
            ),
            models.CheckConstraint(name="product_term_is_positive", condition=Q(term_days__gt=0)),
            models.CheckConstraint(
                name="product_economics_confirmed_by_iff_at",
                condition=Q(economics_confirmed_at=None, economics_confirmed_by=None)
                | Q(economics_confirmed_at__isnull=False, economics_confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"product:{self.pk}"


class ProductAlias(SchoolModel):
    """A title under which an export sells a product. A title means one product."""

    title = models.CharField(max_length=300)
    product = SchoolForeignKey(Product, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="product_title_means_one_product", fields=["school", "title"]
            )
        ]


class ProductPain(SchoolModel):
    """A pain or goal that a product solves."""

    product = SchoolForeignKey(Product, on_delete=models.CASCADE)
    pain = SchoolForeignKey(Pain, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="product_solves_a_pain_once", fields=["school", "product", "pain"]
            )
        ]


class ProductLink(SchoolModel):
    """From this product to that one: the next step, a cross-product, a bonus or a tripwire."""

    source = SchoolForeignKey(Product, on_delete=models.CASCADE)
    target = SchoolForeignKey(Product, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="product_link_once", fields=["school", "source", "target", "kind"]
            ),
            models.CheckConstraint(
                name="product_link_kind_is_known", condition=Q(kind__in=values(LinkKind))
            ),
            models.CheckConstraint(
                name="product_link_leads_elsewhere", condition=~Q(source=F("target"))
            ),
        ]


class Acknowledgement(SchoolModel):
    """A member of staff read what a product is. It counts while nothing material changed since."""

    product = SchoolForeignKey(Product, on_delete=models.CASCADE)
    staff = SchoolForeignKey(Staff, on_delete=models.CASCADE)
    acknowledged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="product_is_acknowledged_once_a_person", fields=["school", "product", "staff"]
            )
        ]


class ProductLine(SchoolModel):
    """A plan of several products: how many, of which kind, by when."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    target_count = models.IntegerField()
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="product_line_name_once", fields=["school", "name"]),
            models.CheckConstraint(
                name="product_line_plans_something", condition=Q(target_count__gt=0)
            ),
            models.CheckConstraint(
                name="product_line_is_due_after_its_start", condition=Q(due_on__gt=F("starts_on"))
            ),
        ]


class PlannedProduct(SchoolModel):
    """A place in a line: what is to be launched and when, and the product once there is one."""

    line = SchoolForeignKey(ProductLine, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    launch_on = models.DateField(null=True)
    product = SchoolForeignKey(Product, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="planned_product_name_once_a_line", fields=["school", "line", "name"]
            ),
            models.UniqueConstraint(
                name="product_fills_one_place_of_a_plan", fields=["school", "product"]
            ),
        ]


class UpsellRule(SchoolModel):
    """What we offer, why, which metrics improve, how the effect is measured: agreed in advance.

    `metric` is the figure of the catalogue by which the promise is checked: `window_days` before
    the rule was switched on against as many after; `promised_percent` is the change promised.

    Invariants, held by the database: an active rule has all four words; a figure comes with
    the days it is measured over.
    """

    product = SchoolForeignKey(Product, null=True)
    why = models.CharField(max_length=500, blank=True)
    metrics = models.CharField(max_length=300, blank=True)
    measurement = models.CharField(max_length=500, blank=True)
    metric = models.CharField(max_length=60, blank=True)
    window_days = models.IntegerField(null=True)
    promised_percent = models.IntegerField(null=True)
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    activated_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="active_upsell_rule_has_four_fields",
                condition=Q(activated_at=None)
                | (Q(product__isnull=False) & ~Q(why="") & ~Q(metrics="") & ~Q(measurement="")),
            ),
            models.CheckConstraint(
                name="upsell_metric_has_its_days",
                condition=Q(metric="", window_days=None) | (~Q(metric="") & Q(window_days__gt=0)),
            ),
        ]


class PathVersion(SchoolModel):
    """One version of the path after purchase. At most one is at work, at most one is drawn."""

    number = models.IntegerField()
    state = models.CharField(max_length=20, default=PathState.DRAFT.value)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="path_version_number_once", fields=["school", "number"]),
            models.UniqueConstraint(
                name="one_path_draft_and_one_published",
                fields=["school", "state"],
                condition=~Q(state="replaced"),
            ),
            models.CheckConstraint(
                name="path_state_is_known", condition=Q(state__in=values(PathState))
            ),
        ]


class PathStep(SchoolModel):
    """When this happens, offer that, because it helps.

    `key` names the step through versions, so that a touch is planned once however
    often the path is published. `script`, `channel` and `owner_role` are keys of the method.
    """

    version = SchoolForeignKey(PathVersion, on_delete=models.CASCADE)
    key = models.CharField(max_length=40)
    position = models.IntegerField(default=0)
    after = SchoolForeignKey(Product, null=True)
    trigger = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    delay_days = models.IntegerField(default=0)
    offered = SchoolForeignKey(Product, null=True)
    reason = models.CharField(max_length=500, blank=True)
    script = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=80, blank=True)
    rule = SchoolForeignKey(UpsellRule, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="path_step_key_once_a_version", fields=["school", "version", "key"]
            ),
            models.CheckConstraint(
                name="path_trigger_is_known", condition=Q(trigger__in=values(Trigger))
            ),
            models.CheckConstraint(
                name="path_delay_is_not_negative", condition=Q(delay_days__gte=0)
            ),
        ]
