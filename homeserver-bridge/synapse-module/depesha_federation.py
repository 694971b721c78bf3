"""Whose events this homeserver takes.

Synapse has a list of its own of the homeservers that it speaks with, but reads it when it starts and not again. So what
officers close must be refused here, and at once: the bridge is asked every few seconds whom it admits, and what others send
is dropped. An event costs no question. While the bridge is away, its last answer goes on; before the first one, Synapse's
own list is all there is.
"""

import logging
from typing import Any, Optional

from synapse.module_api import ModuleApi, make_deferred_yieldable, run_in_background
from twisted.internet import reactor

logger = logging.getLogger(__name__)

PATH = "/_depesha/homeserver/v1/admitted"
EVERY_MS = 2000


class Federation:
    """The bridge's last answer; one instance a homeserver process."""

    def __init__(self, api: ModuleApi, base_url: str, headers: dict, timeout: float):
        self._http = api.http_client
        self._uri = base_url + PATH
        self._headers = headers
        self._timeout = timeout
        self._reactor: Any = reactor
        self._admitted: Optional[frozenset] = None
        self._away = False
        api.looping_background_call(self.look, EVERY_MS, desc="depesha_federation", run_on_all_instances=True)

    async def look(self) -> None:
        """Asks the bridge; without an answer that counts the last one stays."""
        try:
            asked = run_in_background(self._http.get_json, self._uri, None, self._headers)
            asked.addTimeout(self._timeout, self._reactor)
            self._admitted = servers(await make_deferred_yieldable(asked))
            self._away = False
        except Exception as error:  # whatever it is, it is no answer
            if not self._away:
                logger.warning("The bridge does not say which homeservers are admitted: %s", type(error).__name__)
            self._away = True

    async def drops(self, event: Any) -> bool:
        """Whether an event from another homeserver is not taken."""
        return self._admitted is not None and event.sender.partition(":")[2] not in self._admitted


def servers(answer: Any) -> frozenset:
    """The names, if the answer has the form that we know; raises otherwise. Nobody is no answer: this homeserver itself is
    always admitted."""
    names = answer["servers"]
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise ValueError("servers")
    return frozenset(names)
