"""How each comparison of a rule is said; the value comes in its own words."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from provodnik.facts.sales.base.types import Fact, How

PHRASES: Mapping[tuple[Fact, How], str] = {
    (Fact.PAID_AGO, How.MORE): _("the last purchase more than %(value)s"),
    (Fact.PAID_AGO, How.AT_MOST): _("the last purchase no more than %(value)s"),
    (Fact.FIRST_PAID_AGO, How.MORE): _("the first purchase more than %(value)s"),
    (Fact.FIRST_PAID_AGO, How.AT_MOST): _("the first purchase no more than %(value)s"),
    (Fact.ACTIVE_AGO, How.MORE): _("the last sign of life more than %(value)s"),
    (Fact.ACTIVE_AGO, How.AT_MOST): _("the last sign of life no more than %(value)s"),
    (Fact.KNOWN_AGO, How.MORE): _("known for more than %(value)s"),
    (Fact.KNOWN_AGO, How.AT_MOST): _("known for no more than %(value)s"),
    (Fact.STAGE_AGO, How.MORE): _("the stage entered more than %(value)s"),
    (Fact.STAGE_AGO, How.AT_MOST): _("the stage entered no more than %(value)s"),
    (Fact.ORDERS, How.AT_LEAST): _("paid orders at least %(value)s"),
    (Fact.ORDERS, How.AT_MOST): _("paid orders at most %(value)s"),
    (Fact.REVENUE, How.AT_LEAST): _("revenue at least %(value)s"),
    (Fact.REVENUE, How.AT_MOST): _("revenue at most %(value)s"),
    (Fact.CSAT, How.AT_LEAST): _("the last score at least %(value)s"),
    (Fact.CSAT, How.AT_MOST): _("the last score at most %(value)s"),
    (Fact.NPS, How.AT_LEAST): _("would recommend, at least %(value)s"),
    (Fact.NPS, How.AT_MOST): _("would recommend, at most %(value)s"),
    (Fact.PRODUCT, How.IS): _("bought %(value)s"),
    (Fact.PRODUCT, How.IS_NOT): _("did not buy %(value)s"),
    (Fact.PAIN, How.IS): _("the goal is about %(value)s"),
    (Fact.PAIN, How.IS_NOT): _("the goal is not about %(value)s"),
    (Fact.STAGE, How.IS): _("stage %(value)s"),
    (Fact.STAGE, How.IS_NOT): _("stage other than %(value)s"),
    (Fact.COORDINATOR, How.IS): _("coordinator: %(value)s"),
    (Fact.COORDINATOR, How.IS_NOT): _("coordinator other than %(value)s"),
    (Fact.GOAL, How.IS): _("the goal is written down"),
    (Fact.GOAL, How.IS_NOT): _("the goal is not written down"),
    (Fact.COMPLAINT, How.IS): _("a complaint is open"),
    (Fact.COMPLAINT, How.IS_NOT): _("no open complaints"),
    (Fact.MESSAGES, How.IS): _("messages are allowed"),
    (Fact.MESSAGES, How.IS_NOT): _("messages are refused"),
    (Fact.CALLS, How.IS): _("calls are allowed"),
    (Fact.CALLS, How.IS_NOT): _("calls are refused"),
}
