"""What the demo's talks leave beside their outcome: the step of the script, the mood heard."""

from random import Random

from provodnik.method import queries as method
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import NO_SCRIPT, Outcome

_BY_SCRIPT_SHARE = 0.7
_MARKED_SHARE = 0.55
_ANXIOUS_AT_FIRST = (1, 2, 2, 3, 3, 4)
_LATER = (2, 3, 3, 4, 4, 5)


def step_of(touch: Touch, outcome: Outcome, random: Random) -> str | None:
    """The step a talk got to; None where nobody was reached or there was no script."""
    script = method.scripts().script(touch.script)
    if outcome is Outcome.NO_ANSWER or script is None:
        return None
    if random.random() > _BY_SCRIPT_SHARE:
        return NO_SCRIPT
    return str(random.choice(script.steps).key)


def mood_of(touch: Touch, outcome: Outcome, random: Random) -> int | None:
    """How the student felt: anxious at the beginning more often than later."""
    if outcome is Outcome.NO_ANSWER or random.random() > _MARKED_SHARE:
        return None
    heard_before = Touch.objects.filter(client_id=touch.client_id, mood__isnull=False).exists()
    return random.choice(_LATER if heard_before else _ANXIOUS_AT_FIRST)
