"""Where somebody can be written to, on a platform that says so only when they write: one sealed row for each account.

Kept for members alone: a row for anybody else would tell that they once used the bot. Whoever calls sees to that.
"""

import json

from storage.records import Conversation, MemberAccount
from storage.register import Register
from storage.seal import SMALL_SIZES, mac, seal, unseal


def keep(register: Register, account: MemberAccount, conversation: Conversation) -> bool:
    """In place of what was kept for this account. False when it was the same, and nothing is written."""
    if kept(register, account) == conversation:
        return False
    drop(register, account)
    tag = _tag(register, account)
    told = json.dumps([conversation.service, conversation.id]).encode()
    sealed = seal(register.keys.member, told, ("conversations", tag), SMALL_SIZES)
    register.db.execute("INSERT INTO conversations (tag, sealed) VALUES (?, ?)", (tag, sealed))
    register.count_in("conversations", tag, sealed)
    return True


def kept(register: Register, account: MemberAccount) -> Conversation | None:
    """None when there is none."""
    tag = _tag(register, account)
    sealed = _row(register, tag)
    if sealed is None:
        return None
    return Conversation(*json.loads(unseal(register.keys.member, sealed, ("conversations", tag))))


def drop(register: Register, account: MemberAccount) -> None:
    tag = _tag(register, account)
    sealed = _row(register, tag)
    if sealed is not None:
        register.db.execute("DELETE FROM conversations WHERE tag = ?", (tag,))
        register.count_out("conversations", tag, sealed)


def _row(register: Register, tag: bytes) -> bytes | None:
    found = register.db.execute("SELECT sealed FROM conversations WHERE tag = ?", (tag,)).fetchone()
    return found[0] if found else None


def _tag(register: Register, account: MemberAccount) -> bytes:
    return mac(register.keys.account, "conversation", account.platform, account.workspace, account.id)
