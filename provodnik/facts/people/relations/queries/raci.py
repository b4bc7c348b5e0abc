"""Who answers for the steps and artefacts of each stage (R-004)."""

from collections.abc import Sequence
from dataclasses import dataclass

from provodnik.facts.people.relations import rules
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class RaciRow:
    """A step or an artefact in words; `lacks` holds the letters nobody stands for: R, A."""

    key: str
    title: str
    is_artefact: bool
    responsible: str
    approves: str
    consulted: str
    informed: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RaciStage:
    """A stage with its rows; a stage without any is a gap of its own."""

    key: str
    title: str
    rows: tuple[RaciRow, ...]


def raci() -> Sequence[RaciStage]:
    """The grid by stages in their order. The whole of it is the method's."""
    roles = {str(role.key): role.title for role in method.roles().roles}
    items = method.relation_settings().raci
    return [
        RaciStage(
            str(stage.key),
            stage.title,
            tuple(
                RaciRow(
                    key=str(item.key),
                    title=item.title,
                    is_artefact=item.is_artefact,
                    responsible=rules.titles(item.responsible, roles),
                    approves=rules.titles(filter(None, (item.approves,)), roles),
                    consulted=rules.titles(item.consulted, roles),
                    informed=rules.titles(item.informed, roles),
                    lacks=rules.gaps(item),
                )
                for item in items
                if item.stage == stage.key
            ),
        )
        for stage in method.lifecycle().in_order()
    ]
