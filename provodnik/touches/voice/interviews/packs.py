"""What a month's pack for marketing holds: pains by frequency and quotes."""

from datetime import date

from django.db.models import Count

from provodnik.facts.sales.types import NewPackItem, PackItemKind
from provodnik.kernel.periods import add_months
from provodnik.method import queries as method
from provodnik.touches.voice.interviews.models import Quote


def pack_items(month_on: date) -> list[NewPackItem]:
    """Pains of the month with how many interviews named each, and their quotes. Two queries.

    Pains come by frequency, each with as many quotes as the method says; quotes without a
    pain come last. A quote carries its client, so that it goes when the person is erased.
    """
    said = Quote.objects.filter(
        interview__held_on__gte=month_on, interview__held_on__lt=add_months(month_on, 1)
    )
    pains = said.filter(pain__isnull=False).values_list("pain_id", "pain__name")
    counted = pains.annotate(n=Count("interview", distinct=True)).order_by("-n", "pain__name")
    told = list(said.order_by("pk").values_list("pain_id", "text", "interview__client_id"))
    most = method.interview_settings().quotes_a_pain
    items = [
        NewPackItem(PackItemKind.PAIN, name, pain_id, None, heard)
        for pain_id, name, heard in counted
    ]
    for pain_id in (*(item.pain_id for item in items), None):
        own = [row for row in told if row[0] == pain_id][:most]
        items += [NewPackItem(PackItemKind.WORDS, text, pain_id, who, 0) for _, text, who in own]
    return items
