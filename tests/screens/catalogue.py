"""All screens."""

from __future__ import annotations

from tests.screens.agent import AGENT_SCREENS
from tests.screens.owner import OWNER_SCREENS

SCREENS = {screen.name: screen for screen in (*AGENT_SCREENS, *OWNER_SCREENS)}
