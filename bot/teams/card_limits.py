"""How long and how many: what Teams takes or shows no more of."""

ACTIVITY_BYTES = 80_000
"""Of one activity, as UTF-8: Teams takes about 100 kB, of which it needs some for itself."""

PAGE_BYTES = 45_000
"""Of the texts on one card; what else stands on it fits into the rest."""

SET_ACTIONS = 6
"""Buttons in one row: a seventh goes into a menu, or nowhere, as the client has it."""

PIECE = 3_000
"""Characters of one text element: of a size that can be put on a page."""

INPUT_TEXT = 3_000
LISTED_OPTIONS = 12
"""Up to so many options are all shown at once; more go into a menu."""
