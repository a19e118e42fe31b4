"""A passage of the Code as it may be quoted: word for word, with where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact substring of the Code.

    `section` is `intro`, `1` to `15`, `A1`, `A2`, `A2.A` or `A2.B` (another Code may have others); `heading` is the
    section's; `version` says when the Code was adopted; `note` is the erratum that concerns this text, or empty;
    `label` is how the section is cited ("Section 7", "Appendix 1").
    """

    section: str
    heading: str
    text: str
    version: str
    note: str = ""
    label: str = ""
