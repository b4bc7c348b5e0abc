"""Ibis on first use: importing it takes seconds, and most calls find their SQL in a cache."""

import importlib.util
import sys
from types import ModuleType
from typing import TYPE_CHECKING


def lazily(name: str) -> ModuleType:
    """The module `name`, really imported when an attribute is first asked of it.

    Raises:  ModuleNotFoundError: there is no such module
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    import ibis
else:
    ibis = lazily("ibis")

__all__ = ["ibis", "lazily"]
