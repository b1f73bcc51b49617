"""The listeners of this process: each with a bounded queue, found by organisation and topic."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from anjian.audit.queries import Message

QUEUE = 256
"""Messages a client may lag behind before it is dropped; it comes back and replays."""


@dataclass(slots=True, eq=False)
class Client:
    """One open stream. ``lagging`` is set when its queue overflowed and the stream must end."""

    org_id: UUID
    topics: tuple[str, ...]
    queue: asyncio.Queue[tuple[int, bytes]] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    lagging: asyncio.Event = field(default_factory=asyncio.Event)


def encode(message: Message) -> bytes:
    """Return a message in the text/event-stream format."""
    data = json.dumps(message.data, ensure_ascii=False, separators=(",", ":"))
    return f"id: {message.id}\nevent: {message.type}\ndata: {data}\n\n".encode()


class Hub:
    """Fans messages out to the clients of their topics, inside one organisation only."""

    def __init__(self) -> None:
        """Start without listeners."""
        self._listeners: dict[tuple[UUID, str], set[Client]] = defaultdict(set)
        self.count = 0

    def add(self, client: Client) -> None:
        """Let a client hear from now on."""
        for topic in client.topics:
            self._listeners[client.org_id, topic].add(client)
        self.count += 1

    def remove(self, client: Client) -> None:
        """Forget a client."""
        for topic in client.topics:
            held = self._listeners.get((client.org_id, topic))
            if held is not None:
                held.discard(client)
                if not held:
                    del self._listeners[client.org_id, topic]
        self.count -= 1

    def publish(self, messages: Iterable[Message]) -> None:
        """Queue messages for everybody who listens; drop whoever cannot keep up."""
        for message in messages:
            hearing: set[Client] = set()
            for topic in message.topics:
                hearing |= self._listeners.get((message.org_id, topic), set())
            if not hearing:
                continue
            written = encode(message)
            for client in hearing:
                try:
                    client.queue.put_nowait((message.id, written))
                except asyncio.QueueFull:
                    client.lagging.set()
