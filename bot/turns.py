"""What goes between a platform's edge and the conversation: what a person did, and what is to be shown to them."""

from dataclasses import dataclass, field

from dialogs.engine import Given
from dialogs.steps import Answers, Form, Problems, Say


@dataclass(frozen=True, slots=True)
class Reply:
    """A form sent in. All but `answers` comes back as it was shown; all of it is the client's word."""

    dialog: str
    key: str
    answers: Answers = field(repr=False)
    regarding: str = ""
    restates: tuple[str, ...] = ()
    digest: str = ""
    nonce: str = field(default="", repr=False)
    given: Given = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a platform renders after a turn.

    `asking` is None when the dialog has ended; its fields hold the values to prefill.
    `private`: a modal or dialog of the platform, never something a history keeps.
    `kept`: the walk so far lies sealed in the register; [Back] and [Pause] are shown, and a message may hold the form.
    `failed`: nothing was stored, and the form that was sent in must stay open as it is, with `said` above it.
    `given`: the walk so far of somebody without an account, for whom nothing is kept; it comes back with the reply.
    """

    dialog: str
    said: tuple[Say, ...] = ()
    asking: Form | None = None
    problems: Problems = field(default_factory=dict)
    regarding: str = ""
    digest: str = ""
    nonce: str = field(default="", repr=False)
    private: bool = False
    kept: bool = False
    can_go_back: bool = False
    given: Given = field(default=(), repr=False)
    failed: bool = False
