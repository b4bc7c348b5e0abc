"""What is kept here of a client, and what becomes of it when the person is erased.

Orders, payments and their numbers stay: the accounts of the school are kept by law, and every
sum is made of them. What describes the person beside the money goes.
"""

from provodnik.facts.sales.models import (
    DepartmentRequest,
    Launch,
    LaunchAnalysis,
    LinkClick,
    NextMove,
    Offer,
    Order,
    PackItem,
    Participant,
    Payment,
    SalesHandoff,
    TrackedLink,
    TriedMove,
    WarmLead,
)
from provodnik.kernel.erasure import MOMENT, goes, stays

# An answered request must have words.
_NO_WORDS = "—"

TRACES = (
    goes(SalesHandoff, "client"),
    goes(WarmLead, "client"),
    stays(PackItem, "client", blanks={"client": None, "text": ""}, keeps="kind used_in"),
    stays(
        DepartmentRequest,
        "client",
        blanks={"client": None, "topic": _NO_WORDS, "text": "", "answer": _NO_WORDS},
        keeps="from_department to_department",
    ),
    stays(
        LaunchAnalysis,
        "launch__speaker",
        keeps=("failed_step what_failed why changed_offer hypothesis criterion"),
    ),
    stays(
        Launch,
        "speaker",
        blanks={"speaker": None},
        keeps=("name kind channel audience content result"),
    ),
    stays(Participant, "client"),
    stays(NextMove, "client"),
    stays(TriedMove, "client"),
    stays(
        LinkClick,
        "link__client",
        blanks={"user_agent": "", "visitor": ""},
        keeps="machine_sign",
    ),
    stays(
        TrackedLink,
        "client",
        blanks={"target_url": "", "disabled_at": MOMENT},
        keeps="token channel",
    ),
    stays(Offer, "client", blanks={"reason": "", "goal": None}, keeps="channel state objection"),
    stays(
        Payment,
        *("client", "order__client"),
        blanks={"title": "", "custom": {}},
        keeps="source external_id order_number status method",
    ),
    stays(
        Order,
        "client",
        blanks={"utm": {}, "custom": {}},
        keeps="source external_id number title status channel",
    ),
)
