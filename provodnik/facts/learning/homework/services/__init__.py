"""Everything that may change homework, one module for each verb."""

from provodnik.facts.learning.homework.services.checking import (
    agree,
    ask_second,
    check,
    give_second,
)
from provodnik.facts.learning.homework.services.claiming import claim, let_go
from provodnik.facts.learning.homework.services.graduating import mark_graduate
from provodnik.facts.learning.homework.services.handing_in import hand_in
from provodnik.facts.learning.homework.services.remarking import keep_remark
from provodnik.facts.learning.homework.services.sampling import draw_sample
from provodnik.facts.learning.homework.services.setting import (
    add_skill,
    give_task,
    set_assignment,
    train,
)

__all__ = [
    "add_skill",
    "agree",
    "ask_second",
    "check",
    "claim",
    "draw_sample",
    "give_second",
    "give_task",
    "hand_in",
    "keep_remark",
    "let_go",
    "mark_graduate",
    "set_assignment",
    "train",
]
