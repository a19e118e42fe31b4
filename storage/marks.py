"""Small facts about the register itself, by name: that it is a demo's, which day a reminder went out. No words."""

from storage.register import Register


def mark(register: Register, name: str, value: str) -> None:
    """Sets it; an empty value takes it away."""
    before = marked(register, name)
    if before is not None:
        register.count_out("marks", name, before)
        register.db.execute("DELETE FROM marks WHERE name = ?", (name,))
    if value:
        register.count_in("marks", name, value)
        register.db.execute("INSERT INTO marks (name, value) VALUES (?, ?)", (name, value))


def marked(register: Register, name: str) -> str | None:
    row = register.db.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None
