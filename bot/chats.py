"""What is written into a chat that keeps it: a question is answered, a report is not kept, a file is not opened."""

from bot.conversation import Talks
from bot.labels import Worded
from bot.person import Person
from bot.signs import met_as_report
from bot.turns import Shown
from bot.typed import understood
from dialogs.catalogue import CATALOGUE
from dialogs.steps import Offer, Say


async def written(talks: Talks, person: Person, words: Worded, typed: str, platform: str, *, files: bool) -> Shown:
    """What a history must not keep is not even begun here: a button opens it in a window. `platform` is the table of
    its own words."""
    if files:
        return Shown("menu", (Say(f"{platform}.no_files", offers=(Offer("report"),)),))
    asked = understood(typed)
    not_kept = Say(f"{platform}.not_kept", offers=(Offer("report"), Offer("contacts")))
    if asked.question and (told := met_as_report(words, asked.question, not_kept)):
        return Shown("menu", told)
    if not asked.question and CATALOGUE[asked.dialog].private:
        told_more = asked.dialog == "report" and len(typed.split()) > 1
        key = f"{platform}.not_used" if told_more else f"{platform}.opens_here"
        return Shown("menu", (Say(key, offers=(Offer(asked.dialog, asked.regarding),)),))
    return await talks.said(person, typed)
