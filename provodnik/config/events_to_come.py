"""Kinds whose apps are not built yet, so that their history can already be imported.

Each moves into its app's own `events.py` when that app appears.
"""

from provodnik.kernel.events import Unit, kind

VOICE = (kind("referral_made", "a client brought or recommended somebody", needs="client_id"),)
CAMPAIGNS = (
    kind("mail_sent", "a letter was sent", needs="item"),
    kind("mail_delivered", "a letter was delivered", needs="item"),
    kind("mail_opened", "a letter was opened", needs="item", attrs="machine"),
    kind("mail_clicked", "a link of a letter was opened", needs="item", attrs="machine"),
    kind("mail_unsubscribed", "a reader unsubscribed", needs="item"),
)
SCENARIOS = (
    kind("scenario_started", "a scenario began for a subject", needs="item"),
    kind("scenario_stopped", "a scenario ended for a subject", needs="item", attrs="reason"),
)
DECISIONS = (
    kind("report_opened", "a report was opened", needs="item"),
    kind(
        "hypothesis_measured",
        "the figure a hypothesis, `item`, is to move was read; hundredths. `attrs.group`: before,"
        " with or control",
        Unit.HUNDREDTHS,
        needs="item value",
        attrs="group",
    ),
)
CONTRACTS = (
    kind("contract_started", "a contract, `item`, came into force", needs="client_id item"),
    kind("contract_paused", "a contract, `item`, was put on hold", needs="client_id item"),
    kind("contract_resumed", "a contract, `item`, goes on", needs="client_id item"),
    kind(
        "contract_ended",
        "a contract, `item`, ended; `attrs.reason` says why",
        needs="client_id item",
        attrs="reason",
    ),
)
WORK = (
    kind(
        "task_opened",
        "a task, `item`, was set; `staff_id` is its owner, if it has one",
        needs="item",
    ),
    kind("task_assigned", "a task, `item`, got an owner", needs="item staff_id"),
    kind("task_closed", "a task, `item`, is done or dropped", needs="item"),
    kind(
        "hours_logged",
        "hours a person spent in service work, in hundredths; `attrs.kind` is baseline where"
        " they tell how many a week it was before",
        Unit.HUNDREDTHS,
        needs="value",
        attrs="kind",
    ),
)
KINDS = (*VOICE, *CAMPAIGNS, *SCENARIOS, *DECISIONS, *CONTRACTS, *WORK)
