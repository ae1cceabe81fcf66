"""panelroom: a calm, fast, private meeting for scrutiny panels, and a record that proves itself."""

__version__ = "0.1.0"
