"""When may a path be published, and where does it lead nowhere. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields

from provodnik.facts.catalog.path.types import DeadEnds, Step, StepChange
from provodnik.kernel.gates import Reason, Verdict, verdict
from provodnik.method.reasons import ReasonCode
from provodnik.method.shapes.offers import StepGates

# What a reader of the diff cares about; ids and places follow from these.
_SHOWN = (
    "trigger",
    "after",
    "params",
    "delay_days",
    "offered",
    "reason",
    "script",
    "channel",
    "rule_id",
)


def may_publish_step(
    step: Step, gate: StepGates, *, needs: Collection[str], scripts: Collection[str]
) -> Verdict:
    """Whether one step may be published: every reason against at once (R-078).

    `needs` is what its trigger needs (product, module, days, date); `scripts` are the
    keys of scripts that exist.
    """
    name = step.offered or step.after or step.key
    told = step.reason.strip()
    return verdict(
        _if(gate.reason and not told, ReasonCode.STEP_WITHOUT_REASON, step=name),
        _if(
            gate.reason and bool(told) and len(told) < gate.reason_letters,
            ReasonCode.STEP_REASON_SHORT,
            step=name,
            limit=gate.reason_letters,
        ),
        _if(gate.product and step.offered_id is None, ReasonCode.STEP_WITHOUT_PRODUCT, step=name),
        _if(gate.script and step.script not in scripts, ReasonCode.STEP_WITHOUT_SCRIPT, step=name),
        _if(gate.channel and not step.channel, ReasonCode.STEP_WITHOUT_CHANNEL, step=name),
        _if(not _has_moment(step, needs), ReasonCode.STEP_WITHOUT_MOMENT, step=name),
        _if(
            step.after_id is not None and step.after_id == step.offered_id,
            ReasonCode.STEP_TO_ITSELF,
            product=name,
        ),
        _if(step.rule_is_off, ReasonCode.STEP_RULE_OFF, step=name),
    )


def may_publish(steps: Sequence[Step], gate: StepGates) -> Verdict:
    """Whether the steps together make a path: not empty, not in a circle."""
    if not steps:
        return verdict(Reason(ReasonCode.PATH_EMPTY))
    circle = () if gate.circles_allowed else find_circle(steps)
    chain = " → ".join(circle)
    return verdict(Reason(ReasonCode.PATH_IN_CIRCLE, {"chain": chain}) if circle else None)


def find_circle(steps: Sequence[Step]) -> tuple[str, ...]:
    """Names of products that lead back to the first of them; empty when there is no circle."""
    leads: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    for step in steps:
        if step.after_id is not None and step.offered_id is not None:
            leads.setdefault(step.after_id, []).append(step.offered_id)
            names |= {step.after_id: step.after, step.offered_id: step.offered}
    done: set[int] = set()
    for start in leads:
        found = _walk(start, leads, [], done)
        if found:
            return tuple(names[product] for product in found)
    return ()


def _walk(
    product: int, leads: Mapping[int, Sequence[int]], trail: list[int], done: set[int]
) -> list[int]:
    """Depth first; a product met again on the trail closes a circle."""
    if product in trail:
        return [*trail[trail.index(product) :], product]
    if product in done:
        return []
    trail.append(product)
    for following in leads.get(product, ()):
        if found := _walk(following, leads, trail, done):
            return found
    trail.pop()
    done.add(product)
    return []


def diff(was: Sequence[Step], now: Sequence[Step]) -> list[StepChange]:
    """Steps added, removed and changed, in the order of the draft, removed ones last."""
    before = {step.key: step for step in was}
    changes = []
    for step in now:
        old = before.pop(step.key, None)
        changed = () if old is None else _changed(old, step)
        if old is None or changed:
            changes.append(StepChange(step.key, old, step, changed))
    return changes + [StepChange(step.key, step, None) for step in before.values()]


def dead_ends(
    steps: Sequence[Step],
    products: Mapping[int, str],
    leading: Collection[int],
    scripts: Collection[str],
) -> DeadEnds:
    """What leads nowhere (R-087). `leading` are products with a next one in the matrix."""
    with_step = {step.after_id for step in steps if step.offered_id is not None}
    return DeadEnds(
        products=tuple(
            (product, name)
            for product, name in products.items()
            if product not in with_step and product not in leading
        ),
        steps=tuple(step for step in steps if step.script not in scripts),
        moments=tuple(step for step in steps if step.offered_id is None),
    )


def _has_moment(step: Step, needs: Collection[str]) -> bool:
    held = {name for name, value in step.params.items() if value not in ("", None)}
    if step.after_id is not None:
        held.add("product")
    return set(needs) <= held


def _changed(old: Step, new: Step) -> tuple[str, ...]:
    known = {field.name for field in fields(Step)}
    return tuple(
        name for name in _SHOWN if name in known and getattr(old, name) != getattr(new, name)
    )


def _if(found: bool, code: ReasonCode, **params: str | int) -> Reason | None:
    return Reason(code, params) if found else None
