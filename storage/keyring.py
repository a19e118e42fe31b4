"""The register's own keys: made once, kept wrapped by the master key, opened when the file is opened.

A new master key re-wraps them and changes none, so that receipts and accounts stay findable.
"""

from dataclasses import dataclass, fields

from storage.errors import DamagedError, SealBrokenError, WrongKeyError
from storage.seal import Key, Place, new_key, unwrap, wrap
from storage.sqlite import Database as Tables


@dataclass(frozen=True, slots=True)
class Keyring:
    """`lookup` hashes receipts, `account` tags accounts, `case` wraps each case's own key; the others seal or sign
    what they are named for."""

    lookup: Key
    account: Key
    receipt: Key
    case: Key
    audit: Key
    member: Key
    draft: Key
    outbox: Key


NAMES = tuple(f.name for f in fields(Keyring))


def found(db: Tables, master: bytes) -> Keyring:
    """Makes the keys of a new register."""
    keys = Keyring(*(new_key() for _ in NAMES))
    write(db, keys, master, version=1)
    return keys


def write(db: Tables, keys: Keyring, master: bytes, version: int) -> None:
    db.execute("DELETE FROM keys")
    for name in NAMES:
        wrapped = wrap(Key(master), getattr(keys, name), _place(name, version))
        db.execute("INSERT INTO keys (name, version, wrapped) VALUES (?, ?, ?)", (name, version, wrapped))


def load(db: Tables, master: bytes) -> Keyring:
    """Raises WrongKeyError when none opens, DamagedError when only some do."""
    rows = {
        name: (version, wrapped) for name, version, wrapped in db.execute("SELECT name, version, wrapped FROM keys")
    }
    opened = {name: _opened(name, *rows[name], master) for name in NAMES if name in rows}
    if opened and not any(opened.values()):
        raise WrongKeyError
    if set(rows) != set(NAMES) or not all(opened.values()):
        raise DamagedError
    return Keyring(*(key for name in NAMES if (key := opened[name])))


def version(db: Tables) -> int:
    """How often the keys have been wrapped, the first time included; 0 before there are any."""
    return int(db.execute("SELECT coalesce(max(version), 0) FROM keys").fetchone()[0])


def _opened(name: str, version: int, wrapped: bytes, master: bytes) -> Key | None:
    try:
        return unwrap(Key(master), wrapped, _place(name, version))
    except SealBrokenError:
        return None


def _place(name: str, version: int) -> Place:
    return ("keys", name, version)
