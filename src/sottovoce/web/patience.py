"""Connections that say nothing, or too slowly, are closed: a request has its head within some seconds."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0  # for the head of a request


class Patience(H11Protocol):
    """HTTP as uvicorn speaks it, with an end to waiting."""

    waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Somebody is there; what do they want?"""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """A part of a request."""
        super().data_received(data)
        if self.waiting is None and self._idle():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        super().connection_lost(exc)
        if self.waiting:
            self.waiting.cancel()

    def _wait(self) -> None:
        self.waiting = self.loop.call_later(SECONDS, self._late)

    def _late(self) -> None:
        self.waiting = None
        if self._idle():
            self.transport.close()

    def _idle(self) -> bool:
        """Whether no request is being answered; a socket of ours has a protocol of its own."""
        answered = self.cycle is None or self.cycle.response_complete
        return answered and self.transport.get_protocol() is self
