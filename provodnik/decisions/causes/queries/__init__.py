"""Every read about causes of outflow, as plain dataclasses."""

from provodnik.decisions.causes.queries.board import cards, open_points
from provodnik.decisions.causes.queries.card import Card, card
from provodnik.decisions.causes.queries.effect import Effect, effect
from provodnik.decisions.causes.queries.falls import METRICS, seen_fall

__all__ = ["METRICS", "Card", "Effect", "card", "cards", "effect", "open_points", "seen_fall"]
