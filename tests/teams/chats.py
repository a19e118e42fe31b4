"""Teams' own side, played at the seam: chats, cards that are pressed, the dialog that is open.

A person presses a button by its label and fills an input by its label or name. What the bot sends is checked against
what Teams takes; `invalid` must stay empty.
"""

from dataclasses import dataclass, field

from bot.messenger import Channel, Message
from bot.teams.buttons import Forms
from bot.teams.cards import said_activity
from bot.teams.received import JSON, Answered, Installed, Invoke, Listener, NoAnswerError, Place, Sender
from bot.teams.received import Message as Written
from content.company import open_company
from dialogs.steps import Say
from tests.teams.adaptive_card import activity_flaws, answer_flaws
from tests.teams.seen import Filled, NotTakenError, button_of, filled, labels_of, reads

TENANT = "11111111-1111-1111-1111-111111111111"
SERVICE = "https://smba.example/teams/"
COMPANY = open_company()


@dataclass(slots=True)
class Posted:
    """A message of the bot's. `id` is what an update names."""

    id: str
    card: JSON = field(repr=False)


@dataclass(slots=True)
class Window:
    """The dialog that is open, or the card that came as an answer and was not posted."""

    title: str
    card: JSON = field(repr=False)


@dataclass(slots=True)
class Chats:
    """Both ports of the bot: what a listener posts, what the courier sends. `refuses` makes the next post fail."""

    tenant: str = TENANT
    platform: str = "teams"
    can_find: bool = False
    forms: Forms = "dialog"
    listener: Listener | None = None
    people: dict[str, Sender] = field(default_factory=dict)
    posts: dict[str, list[Posted]] = field(default_factory=dict)
    windows: dict[str, Window] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    refuses: NoAnswerError | None = None
    last: Invoke | Written | None = None
    _ids: int = 0

    def hires(self, account: str, name: str, *, locale: str = "en-US", tenant: str = "", refused: str = "") -> None:
        self.people[account] = Sender(tenant or self.tenant, account, name, locale, refused)

    # What the bot asks of Teams.

    async def post(self, place: Place, activity: JSON) -> str:
        self._refused()
        return self._kept(place.conversation_id, activity)

    async def update(self, place: Place, activity_id: str, activity: JSON) -> None:
        self._refused()
        self._replaced(place.conversation_id, activity_id, activity)

    async def typing(self, place: Place) -> None:
        self.typed.append(place.conversation_id)

    def _refused(self) -> None:
        refused, self.refuses = self.refuses, None
        if refused:
            raise refused

    def _kept(self, conversation: str, activity: JSON) -> str:
        self.invalid += map(str, activity_flaws(activity))
        self._ids += 1
        posted = Posted(f"a{self._ids}", activity["attachments"][0]["content"])
        self.posts.setdefault(conversation, []).append(posted)
        return posted.id

    def _replaced(self, conversation: str, id_: str, activity: JSON) -> None:
        self.invalid += map(str, activity_flaws(activity))
        posted = next((one for one in self.posts.get(conversation, []) if one.id == id_), None)
        if posted is None:
            raise NoAnswerError("ActivityNotFoundInConversation")
        posted.card = activity["attachments"][0]["content"]

    # What a person does.

    def place(self, account: str, activity_id: str = "", *, team: str = "") -> Place:
        conversation = team or f"chat-{account}"
        return Place(conversation, SERVICE, not team, "28:bot", activity_id, team)

    async def types(self, account: str, text: str, *, team: str = "", files: bool = False) -> None:
        self.windows.pop(account, None)
        written = Written(self.people[account], self.place(account, "m1", team=team), text, files=files)
        await self.deliver_written(written)

    async def installs(self, account: str, *, added: bool = True, team: str = "") -> None:
        assert self.listener
        await self.listener.installed(Installed(self.people[account], self.place(account, team=team), added))

    async def presses(self, account: str, label: str, *, on: Posted | None = None) -> None:
        """In the window when one is open, else on the newest card that has the button."""
        window = None if on else self.windows.get(account)
        if window:
            await self._submits(account, window, button_of(window.card, label), {})
            return
        posted = on or self._with_button(account, label)
        await self.acts(account, button_of(posted.card, label), posted)

    async def submits(self, account: str, values: Filled, label: str = "") -> None:
        """The form that is open, by its first button."""
        window = self.windows[account]
        button = button_of(window.card, label) if label else window.card["actions"][0]
        await self._submits(account, window, button, values)

    def closes(self, account: str) -> None:
        self.windows.pop(account, None)

    async def presses_in_an_old_client(self, account: str, label: str) -> None:
        """One that knows no Action.Execute: its fallback comes as a message."""
        posted = self._with_button(account, label)
        button = button_of(posted.card, label)
        data = button.get("fallback", button)["data"]
        await self.deliver_written(Written(self.people[account], self.place(account, posted.id), value=data))

    async def acts(
        self, account: str, button: JSON, posted: Posted | None = None, filled: JSON | None = None
    ) -> Answered:
        """As the client sends this button."""
        data = {**button.get("data", {}), **(filled or {})}
        fetches = data.get("msteams") == {"type": "task/fetch"}
        if button["type"] == "Action.Submit" and not fetches:
            raise NotTakenError("a submit of a chat comes as a message")
        name = "task/fetch" if fetches else "adaptiveCard/action"
        place = self.place(account, posted.id if posted else "")
        return await self.deliver(Invoke(self.people[account], place, name, button.get("verb", ""), data))

    async def _submits(self, account: str, window: Window, button: JSON, values: Filled) -> None:
        data = dict(button.get("data", {}))
        if button.get("associatedInputs") != "none":
            data |= filled(window.card, values)
        name = "task/submit" if button["type"] == "Action.Submit" else "adaptiveCard/action"
        await self.deliver(Invoke(self.people[account], self.place(account), name, button.get("verb", ""), data))

    async def deliver_written(self, written: Written) -> None:
        assert self.listener
        self.last = written
        await self.listener.message(written)

    async def deliver(self, invoke: Invoke) -> Answered:
        assert self.listener
        self.last = invoke
        answered = await self.listener.invoke(invoke)
        self.answers.append(answered)
        self.invalid += map(str, answer_flaws(answered.body))
        self._follow(invoke, answered.body)
        return answered

    def _follow(self, invoke: Invoke, body: JSON) -> None:
        account = invoke.sender.account
        if "task" in body:
            info = body["task"]["value"]
            self.windows[account] = Window(info["title"], info["card"]["content"])
        elif body["type"] == "application/vnd.microsoft.activity.message":
            self.sentences.append(body["value"])
        elif not self._is_posted(invoke, body["value"]):
            self.windows[account] = Window("", body["value"])

    def _is_posted(self, invoke: Invoke, card: JSON) -> bool:
        posts = self.posts.get(invoke.place.conversation_id, [])
        return any(one.id == invoke.place.activity_id and one.card == card for one in posts)

    def _with_button(self, account: str, label: str) -> Posted:
        for posted in reversed(self.posts.get(f"chat-{account}", [])):
            if label in labels_of(posted.card):
                return posted
        raise LookupError(f"no button [{label}] before {account}")

    # What a person sees.

    def chat(self, account: str) -> list[Posted]:
        return self.posts.get(f"chat-{account}", [])

    def seen(self, account: str) -> str:
        """What stands in the open window, else the newest message."""
        window = self.windows.get(account)
        chat = self.chat(account)
        return reads(window.card) if window else reads(chat[-1].card) if chat else ""

    def everything(self, account: str) -> str:
        window = self.windows.get(account)
        cards = [*(one.card for one in self.chat(account)), *([window.card] if window else [])]
        return "\n".join(map(reads, cards))

    # What the courier sends.

    async def send(self, message: Message) -> str:
        where = message.to.id if isinstance(message.to, Channel) else f"chat-{message.to.id}"
        return f"{where} {self._kept(where, self._activity(message))}"

    async def find(self, message: Message) -> str | None:
        return None

    async def update_message(self, ref: str, message: Message) -> None:
        conversation, _, id_ = ref.rpartition(" ")
        self._replaced(conversation, id_, self._activity(message))

    def _activity(self, message: Message) -> JSON:
        said = (Say("notice.repeat"), message.say) if message.repeat else (message.say,)
        return said_activity(COMPANY.wording(message.language), said, self.forms)


@dataclass(slots=True)
class Sending:
    """The courier's port over the same chats."""

    chats: Chats
    platform: str = "teams"
    can_find: bool = False

    async def send(self, message: Message) -> str:
        return await self.chats.send(message)

    async def find(self, message: Message) -> str | None:
        return None

    async def update(self, ref: str, message: Message) -> None:
        await self.chats.update_message(ref, message)
