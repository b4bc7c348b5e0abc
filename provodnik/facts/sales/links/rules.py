"""Was it a person who opened a link? Signs of machines, strongest first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote


class Sign(StrEnum):
    """What gave a machine away. Kept with the click, so that a doubt can be settled later."""

    HEAD = "head"
    PREFETCH = "prefetch"
    NO_AGENT = "no_agent"
    ROBOT = "robot"
    COLLEAGUE = "colleague"
    EARLY = "early"
    BURST = "burst"


@dataclass(frozen=True, slots=True)
class Opening:
    """One request for a link, as the page saw it.

    `visitor` is an opaque hash of the address and agent; `is_prefetch` tells that the
    browser announced it loads ahead; `is_colleague` that a member of the school did it.
    """

    user_agent: str
    visitor: str = ""
    method: str = "GET"
    is_prefetch: bool = False
    is_colleague: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The method's settings. `robots` and `people` are parts of agents' names, any case."""

    early_seconds: int
    burst_links: int
    burst_seconds: int
    robots: tuple[str, ...]
    people: tuple[str, ...] = ()


def own_sign(opening: Opening, *, made_at: datetime, now: datetime, limits: Limits) -> Sign | None:
    """The sign this request carries by itself; None when it looks like a person's.

    Nobody reads a message within the first seconds after its link was made.
    """
    agent = opening.user_agent.strip()
    signs = {
        Sign.HEAD: opening.method.upper() == "HEAD",
        Sign.PREFETCH: opening.is_prefetch,
        Sign.NO_AGENT: not agent,
        Sign.ROBOT: is_robot(agent, limits),
        Sign.COLLEAGUE: opening.is_colleague,
        Sign.EARLY: now - made_at < timedelta(seconds=limits.early_seconds),
    }
    return next((sign for sign, given in signs.items() if given), None)


def is_robot(user_agent: str, limits: Limits) -> bool:
    """Whether the agent names itself a scanner or a preview.

    `people` are names that only sound like one: «CUBOT» is a telephone.
    """
    name = user_agent.casefold()
    for innocent in limits.people:
        name = name.replace(innocent.casefold(), "")
    return any(word.casefold() in name for word in limits.robots)


def is_burst(opened: Sequence[tuple[int, datetime]], limits: Limits) -> bool:
    """Whether one visitor opened too many different links in too short a time.

    `opened` is (link, moment) of one visitor. A mail scanner follows every link of a
    letter at once; a person opens one.
    """
    span = timedelta(seconds=limits.burst_seconds)
    for _link, start in opened:
        together = {link for link, at in opened if start <= at < start + span}
        if len(together) >= limits.burst_links:
            return True
    return False


def tagged(url: str, *, channel: str, token: str) -> str:
    """The target with marks by which an order tells its link; marks already there stay."""
    marks = {"utm_source": "provodnik", "utm_medium": channel, "utm_content": token}
    base, hash_mark, fragment = url.partition("#")
    present = set(re.findall(r"[?&]([^=&#]+)=", base))
    added = "&".join(
        f"{name}={quote(value, safe='')}" for name, value in marks.items() if name not in present
    )
    if not added:
        return url
    joint = "&" if "?" in base else "?"
    return f"{base}{joint}{added}{hash_mark}{fragment}"
