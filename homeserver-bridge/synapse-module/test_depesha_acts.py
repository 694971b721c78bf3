"""Tests of the acts against a stand-in for Synapse's module API: wrong callers first, then each act.

Run with a Python that has Synapse installed: `python -m unittest` in this folder.
"""

import io
import json
import unittest
from types import SimpleNamespace
from typing import Any

from synapse.module_api.errors import SynapseError
from twisted.internet import defer

from depesha_acts import Acts

PORT = 28008


class Cursor:
    def execute(self, sql: str, values: tuple) -> None:
        self.values = values
        assert "local_current_membership" in sql

    def fetchall(self) -> list:
        return [("!a", "join"), ("!b", "invite")] if self.values == ("@a:one",) else []


class Api:
    """Plays Synapse: remembers what it was asked to do."""

    def __init__(self) -> None:
        self.done: list = []
        self.refusal: Any = None

    def is_mine(self, user_id: str) -> bool:
        return user_id.endswith(":one")

    async def update_room_membership(self, *args: str) -> None:
        if self.refusal:
            raise self.refusal
        self.done.append(args)

    @property
    def account_data_manager(self) -> Any:
        return self

    async def put_global(self, *args: Any) -> None:
        self.done.append(args)

    async def create_and_send_event_into_room(self, event: dict) -> None:
        self.done.append(event)

    async def run_db_interaction(self, name: str, read: Any) -> Any:
        return read(Cursor())


class ActsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.api = Api()
        self.acts = Acts(self.api, "act5", PORT)  # type: ignore[arg-type]

    def call(self, body: Any, token: Any = "Bearer act5", port: int = PORT) -> Any:
        request = SimpleNamespace(
            content=io.BytesIO(json.dumps(body).encode()),
            getHost=lambda: SimpleNamespace(port=port),
            getHeader=lambda name: token if name == "Authorization" else None,
        )
        outcome: list = []
        defer.ensureDeferred(self.acts._async_render_POST(request)).addBoth(outcome.append)
        if hasattr(outcome[0], "raiseException"):
            outcome[0].raiseException()
        return outcome[0]

    def refused(self, *args: Any, **more: Any) -> int:
        with self.assertRaises(SynapseError) as caught:
            self.call(*args, **more)
        return caught.exception.code

    def test_only_the_bridge_at_the_one_port_may_act(self) -> None:
        body = {"act": "leave", "user_id": "@a:one", "room_id": "!r"}
        self.assertEqual(self.refused(body, port=28448), 404)
        for token in (None, "", "Bearer ", "Bearer act", "Bearer act55", "act5", "Bearer \u0430ct5"):
            self.assertEqual(self.refused(body, token=token), 401, token)
        self.assertEqual(self.api.done, [])

    def test_nobody_of_another_homeserver_is_touched_and_nothing_else_is_done(self) -> None:
        for body in (
            {"act": "leave", "user_id": "@b:two", "room_id": "!r"},
            {"act": "leave", "user_id": "@a:one"},
            {"act": "leave", "user_id": "@a:one", "room_id": 7},
            {"act": "ban", "user_id": "@a:one", "room_id": "!r"},
            {"act": "invite", "user_id": "@a:one", "room_id": "!r"},
            {"act": "power_levels", "user_id": "@a:one", "room_id": "!r", "content": "all"},
            {"user_id": "@a:one", "room_id": "!r"},
        ):
            self.assertEqual(self.refused(body), 400, body)
        self.assertEqual(self.api.done, [])

    def test_each_act(self) -> None:
        self.call({"act": "leave", "user_id": "@a:one", "room_id": "!r"})
        self.call({"act": "invite", "user_id": "@a:one", "room_id": "!r", "target": "@a:two"})
        self.call({"act": "power_levels", "user_id": "@a:one", "room_id": "!r", "content": {"users": {"@c:one": 100}}})
        self.assertEqual(
            self.api.done,
            [
                ("@a:one", "@a:one", "!r", "leave"),
                ("@a:one", "@a:two", "!r", "invite"),
                {
                    "type": "m.room.power_levels",
                    "state_key": "",
                    "sender": "@a:one",
                    "room_id": "!r",
                    "content": {"users": {"@c:one": 100}},
                },
            ],
        )

    def test_a_client_is_asked_to_begin_anew(self) -> None:
        self.assertEqual(self.refused({"act": "ask_for_new_identity", "user_id": "@b:two"}), 400)
        self.assertEqual(self.call({"act": "ask_for_new_identity", "user_id": "@a:one"}), (200, {}))
        self.assertEqual(self.api.done, [("@a:one", "org.depesha.identity", {"begin_anew": True})])

    def test_memberships_are_told(self) -> None:
        answer = self.call({"act": "memberships", "user_id": "@a:one"})
        self.assertEqual(answer, (200, {"memberships": {"!a": "join", "!b": "invite"}}))

    def test_what_the_homeserver_refuses_is_passed_on(self) -> None:
        self.api.refusal = SynapseError(403, "no", "M_FORBIDDEN")
        self.assertEqual(self.refused({"act": "leave", "user_id": "@a:one", "room_id": "!r"}), 403)


if __name__ == "__main__":
    unittest.main()
