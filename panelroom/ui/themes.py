"""Two projector themes, light and dark: every text at 7:1 or better, accents too, and never colour alone."""

from textual.theme import Theme

DARK = Theme(
    name="projector-dark",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#1C1C1C",
    foreground="#FFFFFF",
    primary="#FFD400",
    secondary="#9CDCFE",
    accent="#FFD400",
    warning="#FFB37A",
    error="#FFB37A",
    success="#8FE388",
    boost="#1C1C1C",
)

LIGHT = Theme(
    name="projector-light",
    dark=False,
    background="#FFFFFF",
    surface="#FFFFFF",
    panel="#EDEDED",
    foreground="#000000",
    primary="#12324F",
    secondary="#00446B",
    accent="#12324F",
    warning="#7A2E00",
    error="#7A2E00",
    success="#00523C",
    boost="#EDEDED",
)

THEMES = (DARK, LIGHT)
