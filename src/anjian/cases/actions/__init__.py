"""Changes to cases. Registering a lead and taking a step are all there is."""

from __future__ import annotations

from anjian.cases.actions.opening import OpenCase, open_case
from anjian.cases.actions.steps import TakeStep, take_step

__all__ = ["OpenCase", "TakeStep", "open_case", "take_step"]
