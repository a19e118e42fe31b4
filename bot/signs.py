"""What reads like a report, for the platforms whose chats keep what is written into them."""

from content.signs import reads_like_report

__all__ = ["reads_like_report"]
