"""What happens to the library."""

from __future__ import annotations

from dataclasses import dataclass

from anjian.audit.events import Event, event


@event("library.text.imported", label="导入法律文本")
@dataclass(frozen=True, slots=True, kw_only=True)
class TextImported(Event):
    """A text of a statute was taken into the library, whole."""

    statute: str
    title: str
    valid_from: str
    article_count: int
    sha256: str
    source_name: str

    def sentence(self) -> str:
        """Name the text and since when it governs."""
        return f"导入《{self.title}》，{self.valid_from}起施行，共{self.article_count}条"

    def topics(self) -> tuple[str, ...]:
        """Return the topic of the text; no page follows it live."""
        return (f"library:{self.stream_id}",)
