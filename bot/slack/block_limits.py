"""How long and how many: what Slack refuses above these. Characters and counts, from its Block Kit reference."""

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
"""In a modal, and on Home."""

HEADER_TEXT = 150
SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 2000
ACTIONS = 25

BUTTON_TEXT = 75
BUTTON_VALUE = 2000
IDENTIFIER = 255
"""A block_id, an action_id, a callback_id."""

INPUT_TEXT = 3000
LABEL = 2000
HINT = 2000
PLACEHOLDER = 150

OPTION_TEXT = 75
OPTION_VALUE = 150
SELECT_OPTIONS = 100
LISTED_OPTIONS = 10
"""Radio buttons and checkboxes."""

MODAL_TITLE = 24
"""Also what stands on its two buttons."""

PRIVATE_METADATA = 3000
VIEW_BYTES = 250_000
MESSAGE_BYTES = 9_000
"""Of all blocks of one message together, as JSON: Slack names no number and refuses somewhere above 11,000 characters
(`msg_blocks_too_long`)."""
MESSAGE_TEXT = 40_000
