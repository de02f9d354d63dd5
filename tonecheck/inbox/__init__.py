"""Read messages from files: text, CSV, TSV, JSON lines, mbox, eml, Maildir, Slack and WhatsApp exports."""

from tonecheck.inbox.message_file import MessageFile, Skipped
from tonecheck.inbox.reader import FORMATS, read_messages
from tonecheck.inbox.times import parse_sent

__all__ = ["FORMATS", "MessageFile", "Skipped", "parse_sent", "read_messages"]
