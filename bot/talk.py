"""One turn with one person, inside its transaction: the dialog, what it was told, what comes of it."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

from bot import drafts
from bot.casework import Casework
from bot.clock import Clock
from bot.done import Begun, RefusedError
from bot.drafts import Draft
from bot.files import PersonsFiles
from bot.limits import Limit
from bot.person import Person
from bot.recent import Recent
from bot.tally import Tally
from bot.terms import Terms
from bot.turns import Reply, Shown
from content.company import Company
from dialogs.answers import DIGEST, encodable
from dialogs.catalogue import CATALOGUE, Entry
from dialogs.contacts import ways_off_platform
from dialogs.engine import Given, Turn, restated, resume
from dialogs.facts import Facts, Promise
from dialogs.outcomes import AddToReport, Answered, FileReport, Outcome, SendQuestion
from dialogs.steps import Offer, Say, each_button_once
from storage.register import Register

MENU = "menu"
REPORT = "report"
NONCE_BYTES = 16


@dataclass(frozen=True, slots=True)
class House:
    """What every turn needs. `channel` says whether a committee channel is configured. `questions` are those that are
    sent on; None where nobody is held up."""

    company: Company
    clock: Clock
    terms: Terms
    promise: Promise
    guesses: Limit
    reports: Limit
    channel: bool = False
    tally: Tally = field(default_factory=Tally)
    recent: Recent = field(default_factory=Recent)
    questions: Limit | None = None


class TurnedDownError(Exception):
    """What a turn came to was refused; `shown` says why. It leaves the turn's job, so that all of it is undone."""

    def __init__(self, shown: Shown) -> None:
        super().__init__("turned_down")
        self.shown = shown


@dataclass(frozen=True)
class Talk:
    """One turn with one person, inside its transaction."""

    house: House
    register: Register
    person: Person

    def begin(self, dialog: str, regarding: str = "") -> Shown:
        regarding = encodable(regarding)
        entry = CATALOGUE.get(dialog)
        if entry is None:
            return self._no_such_button()
        if dialog == REPORT:
            self.house.recent.forget(self.person.account)
        draft = self._draft if entry.kept else Draft()
        resumed = (
            (Say("guidance.resumed", {"until": draft.until}, offers=(Offer("forget"),)),)
            if draft.given and draft.until
            else ()
        )
        return self._stands(dialog, regarding, draft.given, said=resumed)

    def answer(self, reply: Reply) -> Shown:
        entry = CATALOGUE.get(reply.dialog)
        if entry is None:
            return self._no_such_button()
        if entry.kept:
            return self._walk_on(reply)
        given = restated(reply.key, reply.restates, {**reply.answers, DIGEST: reply.digest})
        return self._stands(reply.dialog, encodable(reply.regarding), given, reply=reply)

    def back(self, dialog: str, given: Given) -> Shown:
        """Only a walk has a way back; another dialog's name must not move it."""
        entry = CATALOGUE.get(dialog)
        if entry is None or not entry.kept:
            return self._no_such_button()
        before = self._kept_or(given)[:-1]
        self._keep(before)
        return self._stands(dialog, "", before)

    def _no_such_button(self) -> Shown:
        return self._stands(MENU, "", (), said=(Say("turn.unknown_button"),))

    def _walk_on(self, reply: Reply) -> Shown:
        """An old card's answer changes nothing: the walk is shown where it stands."""
        kept, answered = self._kept_or(reply.given), (reply.key, reply.answers)
        turn = self._resumed(reply.dialog, "", (*kept, answered))
        if len(turn.given) > len(kept) or (turn.problems and len(turn.given) == len(kept)):
            return self._comes_of(reply.dialog, "", turn, reply)
        now = self._resumed(reply.dialog, "", kept)
        if now.asking is None or now.asking.key != reply.key:
            return self._stands(reply.dialog, "", now.given, said=(Say("turn.moved_on"),))
        return self._stands(reply.dialog, "", (*now.given, answered), reply=reply)

    def _stands(
        self, dialog: str, regarding: str, given: Given, *, said: tuple[Say, ...] = (), reply: Reply | None = None
    ) -> Shown:
        """Where the dialog stands with these answers; when it has ended, what came of it."""
        turn = self._resumed(dialog, regarding, given, receipt=str(reply.answers.get("receipt", "")) if reply else "")
        return self._comes_of(dialog, regarding, replace(turn, said=(*said, *turn.said)) if said else turn, reply)

    def _resumed(self, dialog: str, regarding: str, given: Given, *, receipt: str = "") -> Turn:
        return resume(CATALOGUE[dialog].make(self._facts(regarding, receipt=receipt)), given)

    def _comes_of(self, dialog: str, regarding: str, turn: Turn, reply: Reply | None) -> Shown:
        entry = CATALOGUE[dialog]
        if turn.outcome is not None:
            ended = self._ended(dialog, entry, turn, turn.outcome, reply)
            return replace(ended, regarding=regarding) if ended.dialog == dialog else ended
        if entry.kept and reply:
            self._keep(turn.given)
        return self._asks(dialog, entry, turn, regarding, reply.nonce if reply else "")

    def _asks(self, dialog: str, entry: Entry, turn: Turn, regarding: str = "", nonce: str = "") -> Shown:
        return Shown(
            dialog,
            each_button_once(turn.said),
            turn.asking,
            turn.problems,
            regarding,
            turn.digest,
            nonce or secrets.token_hex(NONCE_BYTES),
            private=entry.private or (turn.asking is not None and turn.asking.private),
            kept=entry.kept and self.person.account is not None,
            can_go_back=entry.kept and bool(turn.given),
            given=turn.given if entry.kept and self.person.account is None else (),
        )

    def _ended(self, dialog: str, entry: Entry, turn: Turn, outcome: Outcome, reply: Reply | None) -> Shown:
        nonce = nonce_from(reply.nonce if reply else "")
        limit, too_many = self._limit(outcome)
        if limit and not limit.allows(self.person.account, hash(nonce)):
            return Shown(dialog, (Say(too_many),), private=True, failed=True)
        try:
            done = self._casework().carry_out(outcome, nonce)
        except RefusedError as refused:
            open_still = isinstance(outcome, FileReport | AddToReport | SendQuestion)
            shown = Shown(dialog, (self._refused(refused.reason, outcome),), private=entry.private, failed=open_still)
            raise TurnedDownError(shown) from None
        if limit:
            limit.count(self.person.account, hash(nonce))
        if isinstance(outcome, Answered):
            self._remember(outcome)
        said = (*turn.said, *done.said)
        return (
            self._follows(done.then, said)
            if done.then
            else Shown(dialog, each_button_once(said), private=entry.private)
        )

    def _limit(self, outcome: Outcome) -> tuple[Limit | None, str]:
        """What slows the account down, and what is said when it does."""
        match outcome:
            case FileReport():
                return self.house.reports, "refused.too_many"
            case SendQuestion():
                return self.house.questions, "refused.too_many_questions"
        return None, ""

    def _remember(self, outcome: Answered) -> None:
        """In memory only: a number without a person, and for minutes what a follow-up goes on from."""
        house, account = self.house, self.person.account
        if outcome.section:
            house.tally.count(outcome.section, self._today)
        house.recent.keep(account, outcome.question, house.clock.monotonic(), follows=outcome.follows)

    def _refused(self, reason: str, outcome: Outcome) -> Say:
        """Whoever was struck out is no way to go."""
        struck_out = outcome.involved if isinstance(outcome, FileReport | AddToReport) else ()
        names = tuple(h.name for h in self._files.handlers() if h.id in struck_out)
        ways = ways_off_platform(self.house.company, (*struck_out, *names), left=reason != "nobody_left")
        return Say(f"refused.{reason}", {"ways": ways})

    def _follows(self, begun: Begun, said: tuple[Say, ...]) -> Shown:
        entry = CATALOGUE[begun.dialog]
        facts = self._facts("", receipt=begun.receipt, carried=begun.carried)
        turn = resume(entry.make(facts))
        return self._asks(begun.dialog, entry, replace(turn, said=(*said, *turn.said)))

    def _facts(self, regarding: str, *, receipt: str = "", carried: object = None) -> Facts:
        house, account = self.house, self.person.account
        return Facts(
            company=house.company,
            files=self._files,
            today=self._today,
            regarding=regarding,
            standing=self.person.standing or "",
            language=self.person.language,
            before=house.recent.before(account, house.clock.monotonic()),
            has_account=account is not None,
            promise=_promise(house.promise, account.platform if account else "none"),
            receipt=receipt,
            carried=carried if isinstance(carried, dict) else {},
        )

    @cached_property
    def _today(self) -> date:
        return self.house.clock.today()

    @cached_property
    def _files(self) -> PersonsFiles:
        house = self.house
        return PersonsFiles(self.register, self.person.account, house.company, house.terms, house.guesses, self._today)

    def _casework(self) -> Casework:
        house = self.house
        return Casework(
            self.register, self.person, self._files.seat, house.clock, house.terms, house.channel, house.company
        )

    @cached_property
    def _draft(self) -> Draft:
        """As the turn found it."""
        account = self.person.account
        return drafts.kept(self.register, account, self._today) if account else Draft()

    def _kept_or(self, given: Given) -> Given:
        return self._draft.given if self.person.account else given

    def _keep(self, given: Given) -> None:
        account = self.person.account
        if account is None:
            return
        if given:
            until = self._today + timedelta(days=self.house.promise.draft_days)
            drafts.keep(self.register, self._draft, given, until)
        else:
            drafts.discard(self.register, account)


@lru_cache(maxsize=32)
def _promise(promise: Promise, platform: str) -> Promise:
    return replace(promise, platform=platform)


def nonce_from(text: str) -> bytes:
    """The form's nonce as it was handed out; anything else is a form of its own."""
    try:
        nonce = bytes.fromhex(text)
    except ValueError:
        nonce = b""
    return nonce if len(nonce) == NONCE_BYTES else secrets.token_bytes(NONCE_BYTES)
