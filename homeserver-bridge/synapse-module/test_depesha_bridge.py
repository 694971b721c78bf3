"""Tests of the module against a stand-in for Synapse's module API; no network, no homeserver.

Run with a Python that has Synapse installed: `python -m unittest` in this folder.
"""

import tempfile
import unittest
from types import SimpleNamespace
from typing import Any

from synapse.module_api import NOT_SPAM
from synapse.module_api.errors import ConfigError, SynapseError
from twisted.internet import defer
from twisted.internet.task import Clock

from depesha_bridge import REFUSED, UNREACHABLE, DepeshaBridge


class Bridge:
    """Plays the bridge: answers what it was told to and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: Any = {"allow": True}
        self.asked: list = []

    async def post_json_get_json(self, uri: str, body: Any, headers: Any) -> Any:
        self.asked.append((uri, body, headers))
        if isinstance(self.answer, Exception):
            raise self.answer
        if isinstance(self.answer, defer.Deferred):
            return await self.answer
        return self.answer


class Event(SimpleNamespace):
    def is_state(self) -> bool:
        return hasattr(self, "state_key")


def message(**content: Any) -> Event:
    return Event(type="m.room.message", sender="@a:one", room_id="!r", content=content)


ENCRYPTION = Event(type="m.room.encryption", state_key="", sender="@a:one", room_id="!r", content={"algorithm": "x"})
TOPIC = Event(type="m.room.topic", state_key="", sender="@a:one", room_id="!r", content={"topic": "secret"})
POWER = Event(type="m.room.power_levels", state_key="", sender="@a:one", room_id="!r", content={})
RETENTION = Event(type="m.room.retention", state_key="", sender="@a:one", room_id="!r", content={})
LOGIN = ("@a:one", "DEVICE", "laptop", [("agent", "127.0.0.1")], None)
STATE = {("m.room.encryption", ""): ENCRYPTION, ("m.room.topic", ""): TOPIC}


class ModuleTest(unittest.TestCase):
    def setUp(self) -> None:
        self.bridge = Bridge()
        self.callbacks: dict = {}
        api = SimpleNamespace(
            http_client=self.bridge,
            is_mine=lambda user: user.endswith(":one"),
            get_room_state=self.room_state,
            register_spam_checker_callbacks=lambda **them: self.callbacks.update(them),
            register_third_party_rules_callbacks=lambda **them: self.callbacks.update(them),
            register_web_resource=lambda path, resource: None,
        )
        config = {
            "bridge_url": "http://bridge",
            "token": "t0ken",
            "timeout_seconds": 5.0,
            "acts_token": "act5",
            "acts_port": 28008,
            "ask_about_everything": False,
        }
        self.module = DepeshaBridge(config, api)  # type: ignore[arg-type]
        self.clock = Clock()
        self.module._reactor = self.clock

    async def room_state(self, room_id: str, wanted: Any) -> dict:
        self.assertEqual(room_id, "!r")
        return {key: event for key, event in STATE.items() if key in wanted}

    def call(self, callback: str, *args: Any) -> Any:
        done = defer.ensureDeferred(self.callbacks[callback](*args))
        if not done.called:
            self.clock.advance(6)
        outcome: list = []
        done.addBoth(outcome.append)
        if hasattr(outcome[0], "raiseException"):
            outcome[0].raiseException()
        return outcome[0]

    def refused(self, callback: str, *args: Any) -> SynapseError:
        with self.assertRaises(SynapseError) as caught:
            self.call(callback, *args)
        return caught.exception

    def test_events_no_rule_looks_at_are_not_asked_about(self) -> None:
        self.bridge.answer = {"allow": False}
        self.assertEqual(self.call("check_event_allowed", TOPIC, STATE), (True, None))
        encrypted = Event(type="m.room.encrypted", sender="@a:one", room_id="!r", content={})
        self.assertEqual(self.call("check_event_allowed", encrypted, STATE), (True, None))
        self.assertEqual(self.bridge.asked, [])

    def test_text_of_messages_and_unneeded_state_stay_here(self) -> None:
        self.call("check_event_allowed", message(msgtype="m.text", body="secret"), STATE)
        uri, body, headers = self.bridge.asked[0]
        self.assertEqual(uri, "http://bridge/_depesha/homeserver/v1/check_event_allowed")
        self.assertEqual(headers, {b"Authorization": [b"Bearer t0ken"]})
        self.assertNotIn("secret", repr(body))
        self.assertEqual(body["event"]["content"], {"msgtype": "m.text"})
        self.assertNotIn("state_key", body["event"])
        self.assertEqual([one["type"] for one in body["state"]], ["m.room.encryption"])

    def test_clear_events_of_unknown_types_are_asked_about_and_wait(self) -> None:
        poll = Event(type="org.example.poll", sender="@a:one", room_id="!r", content={"question": "secret"})
        self.call("check_event_allowed", poll, STATE)
        self.assertNotIn("secret", repr(self.bridge.asked[0][1]))
        self.bridge.answer = OSError("away")
        self.assertEqual(self.refused("check_event_allowed", poll, STATE).code, 503)

    def test_refusal_reaches_the_client_with_its_reason(self) -> None:
        self.bridge.answer = {"allow": False, "reason": "Encrypt it."}
        error = self.refused("check_event_allowed", message(msgtype="m.text"), STATE)
        self.assertEqual((error.code, error.errcode, error.msg), (403, "M_FORBIDDEN", "Encrypt it."))
        self.bridge.answer = {"allow": False}
        self.assertEqual(self.refused("user_may_invite", "@a:one", "@b:two", "!r").msg, REFUSED)

    def test_invitations_are_judged_with_the_rooms_state_and_where_they_come_from(self) -> None:
        self.bridge.answer = {"allow": False}
        self.assertEqual(self.call("user_may_invite", "@b:two", "@a:one", "!r"), NOT_SPAM)
        self.assertEqual(self.bridge.asked, [])
        self.refused("user_may_invite", "@a:one", "@b:two", "!r")
        body = self.bridge.asked[0][1]
        self.assertEqual((body["user_id"], body["target"], body["invited"]), ("@a:one", "@b:two", False))
        self.assertEqual([one["type"] for one in body["state"]], ["m.room.encryption"])

    def test_every_sign_in_is_asked_about_and_only_the_name_is_told(self) -> None:
        self.assertEqual(self.call("check_login_for_spam", *LOGIN), NOT_SPAM)
        uri, body, _ = self.bridge.asked[0]
        self.assertEqual((uri.rsplit("/", 1)[1], body), ("check_login", {"user_id": "@a:one"}))
        self.bridge.answer = {"allow": False, "reason": "Closed."}
        error = self.refused("check_login_for_spam", *LOGIN)
        self.assertEqual((error.code, error.errcode, error.msg), (403, "M_FORBIDDEN", "Closed."))

    def test_room_content_is_changed_in_place(self) -> None:
        self.bridge.answer = {"allow": True, "content": {"preset": "private_chat", "initial_state": [1]}}
        content = {"name": "Budget", "preset": "private_chat"}
        requester = SimpleNamespace(user=SimpleNamespace(to_string=lambda: "@a:one"))
        self.call("on_create_room", requester, content, False)
        self.assertEqual(content, {"preset": "private_chat", "initial_state": [1]})

    def test_without_an_answer_secrecy_waits_and_the_rest_goes_on(self) -> None:
        requester = SimpleNamespace(user=SimpleNamespace(to_string=lambda: "@a:one"))
        for answer in (RuntimeError("down"), "nonsense", {"allow": "yes"}, defer.Deferred()):
            with self.subTest(answer=repr(answer)):
                self.bridge.answer = answer
                for callback, args in (
                    ("check_event_allowed", (message(msgtype="m.text"), STATE)),
                    ("check_event_allowed", (ENCRYPTION, {})),
                    ("check_event_allowed", (POWER, STATE)),
                    ("on_create_room", (requester, {}, False)),
                    ("user_may_invite", ("@a:one", "@b:two", "!r")),
                    ("user_may_join_room", ("@a:one", "!r", False)),
                    ("check_login_for_spam", LOGIN),
                ):
                    if isinstance(answer, defer.Deferred):
                        self.bridge.answer = defer.Deferred()
                    error = self.refused(callback, *args)
                    self.assertEqual((error.code, error.msg), (503, UNREACHABLE))
                if isinstance(answer, defer.Deferred):
                    self.bridge.answer = defer.Deferred()
                self.assertEqual(self.call("check_event_allowed", RETENTION, STATE), (True, None))
                if isinstance(answer, defer.Deferred):
                    self.bridge.answer = defer.Deferred()
                self.assertEqual(self.call("user_may_join_room", "@a:one", "!r", True), NOT_SPAM)


class ConfigTest(unittest.TestCase):
    def test_configuration_is_checked_before_the_start(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".token") as file:
            file.write("abc\n")
            file.flush()
            good = {
                "bridge_url": "http://bridge/",
                "token_file": file.name,
                "acts_token_file": file.name,
                "acts_port": 28008,
            }
            self.assertEqual(
                DepeshaBridge.parse_config(good),
                {
                    "bridge_url": "http://bridge",
                    "token": "abc",
                    "timeout_seconds": 5.0,
                    "acts_token": "abc",
                    "acts_port": 28008,
                    "ask_about_everything": False,
                },
            )
            for bad in (
                {},
                {"bridge_url": "http://bridge"},
                {key: good[key] for key in good if key != "acts_token_file"},
                {key: good[key] for key in good if key != "acts_port"},
                {**good, "acts_port": "28008"},
                {**good, "acts_port": True},
                {**good, "acts_token_file": "/nowhere"},
                {**good, "bridge_url": "ftp://bridge"},
                {**good, "token_file": "/nowhere"},
                {**good, "colour": "red"},
            ):
                with self.assertRaises(ConfigError):
                    DepeshaBridge.parse_config(bad)


if __name__ == "__main__":
    unittest.main()
