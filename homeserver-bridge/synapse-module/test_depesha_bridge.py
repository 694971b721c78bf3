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
        self.admitted: Any = {"servers": ["one", "two"]}

    async def get_json(self, uri: str, args: Any, headers: Any) -> Any:
        assert uri == "http://bridge/_depesha/homeserver/v1/admitted", uri
        assert headers == {b"Authorization": [b"Bearer t0ken"]}, headers
        if isinstance(self.admitted, Exception):
            raise self.admitted
        return self.admitted

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
ACCESS = "im.vector.room.access_rules"
LOGIN = ("@a:one", "DEVICE", "laptop", [("agent", "127.0.0.1")], None)
STATE = {("m.room.encryption", ""): ENCRYPTION, ("m.room.topic", ""): TOPIC}


class ModuleTest(unittest.TestCase):
    def setUp(self) -> None:
        self.bridge = Bridge()
        self.callbacks: dict = {}
        self.looping: list = []
        api = SimpleNamespace(
            http_client=self.bridge,
            is_mine=lambda user: user.endswith(":one"),
            get_room_state=self.room_state,
            register_spam_checker_callbacks=lambda **them: self.callbacks.update(them),
            register_third_party_rules_callbacks=lambda **them: self.callbacks.update(them),
            register_web_resource=lambda path, resource: None,
            run_as_background_process=lambda name, act, *args: self.background.append(args),
            create_and_send_event_into_room=self.send,
            looping_background_call=lambda work, every_ms, **options: self.looping.append((work, every_ms, options)),
        )
        self.background: list = []
        self.sent: list = []
        self.rooms: dict = {"!r": STATE}
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
        found = self.rooms[room_id]
        return {
            key: event for key, event in found.items() if any(key[0] == kind and of in (None, key[1]) for kind, of in wanted)
        }

    async def send(self, event: dict) -> None:
        self.sent.append(event)

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

    def test_events_of_homeservers_that_are_not_admitted_are_dropped(self) -> None:
        def dropped(sender: str) -> bool:
            return self.call("should_drop_federated_event", Event(type="m.room.message", sender=sender))

        [(look, every_ms, options)] = self.looping
        self.assertTrue(every_ms <= 5000 and options["run_on_all_instances"])
        for answer in (OSError("away"), {}, {"servers": []}, {"servers": [1]}):
            self.bridge.admitted = answer
            defer.ensureDeferred(look())
            self.assertFalse(dropped("@c:three"))
        self.bridge.admitted = {"servers": ["one", "two"]}
        defer.ensureDeferred(look())
        self.assertEqual([dropped("@a:one"), dropped("@b:two")], [False, False])
        self.assertEqual([dropped("@c:three"), dropped("@d:two:8448"), dropped("odd")], [True, True, True])
        self.bridge.admitted = OSError("away")
        defer.ensureDeferred(look())
        self.assertTrue(dropped("@c:three"), "the last answer goes on")
        self.assertEqual(self.bridge.asked, [], "no question for an event")

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

    def test_every_sign_in_is_asked_about_and_only_the_name_and_the_way_are_told(self) -> None:
        self.assertEqual(self.call("check_login_for_spam", *LOGIN), NOT_SPAM)
        uri, body, _ = self.bridge.asked[0]
        self.assertEqual((uri.rsplit("/", 1)[1], body), ("check_login", {"user_id": "@a:one", "auth_provider": None}))
        self.call("check_login_for_spam", *LOGIN[:4], "oidc-interior")
        self.assertEqual(self.bridge.asked[1][1]["auth_provider"], "oidc-interior")
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


    def test_in_public_rooms_everything_that_is_written_is_asked_about(self) -> None:
        access = Event(type=ACCESS, state_key="", sender="@a:one", content={"rule": "restricted", "visibility": "public"})
        join = Event(type="m.room.join_rules", state_key="", sender="@a:one", content={"join_rule": "public"})
        closed = Event(type=ACCESS, state_key="", sender="@a:one", content={"visibility": "private"})
        for kind in ("m.room.encrypted", "m.reaction"):
            event = Event(type=kind, sender="@a:one", room_id="!r", content={"secret": "secret"})
            for state, asked in (
                ({(ACCESS, ""): access}, 1),
                ({("m.room.join_rules", ""): join}, 1),
                ({(ACCESS, ""): closed, ("m.room.join_rules", ""): join}, 0),
                ({}, 0),
            ):
                self.bridge.asked.clear()
                self.call("check_event_allowed", event, state)
                self.assertEqual(len(self.bridge.asked), asked, (kind, state))
                self.assertNotIn("secret", repr(self.bridge.asked))
        redaction = Event(type="m.room.redaction", sender="@a:one", room_id="!r", content={})
        self.bridge.asked.clear()
        self.call("check_event_allowed", redaction, {(ACCESS, ""): access})
        self.assertEqual(self.bridge.asked, [])

    def test_what_ties_a_room_together_passes_unasked_and_with_content_is_text_as_any_other(self) -> None:
        for everything in (False, True):
            self.module._asks_everything = everything
            self.bridge.asked.clear()
            empty = Event(type="org.matrix.dummy_event", sender="@a:one", room_id="!r", content={})
            self.call("check_event_allowed", empty, STATE)
            self.assertEqual(self.bridge.asked, [])
            filled = Event(type="org.matrix.dummy_event", sender="@a:one", room_id="!r", content={"body": "in clear"})
            self.call("check_event_allowed", filled, STATE)
            self.assertEqual(len(self.bridge.asked), 1)

    def test_at_the_homeserver_of_externals_everything_is_asked_about_and_waits(self) -> None:
        self.module._asks_everything = True
        self.bridge.answer = OSError("away")
        kick = Event(type="m.room.member", state_key="@b:one", sender="@a:one", room_id="!r", content={"membership": "leave"})
        encrypted = Event(type="m.room.encrypted", sender="@a:one", room_id="!r", content={})
        for event in (encrypted, TOPIC, kick):
            self.assertEqual(self.refused("check_event_allowed", event, STATE).code, 503)
        self.assertEqual(self.refused("user_may_join_room", "@a:one", "!r", True).code, 503)
        self.assertEqual(self.refused("user_may_create_room_alias", "@a:one", "#x:one").code, 503)

    def test_memberships_that_a_rule_looks_at(self) -> None:
        def change(membership: str, user: str, sender: str) -> Event:
            return Event(
                type="m.room.member",
                state_key=user,
                sender=sender,
                room_id="!r",
                content={"membership": membership, "displayname": "secret"},
            )

        there = {("m.room.member", "@a:one"): change("join", "@a:one", "@a:one")}
        for event, state, asked in (
            (change("knock", "@b:two", "@b:two"), {}, 1),
            (change("join", "@b:two", "@b:two"), {}, 1),
            (change("join", "@b:one", "@b:one"), {}, 0),
            (change("join", "@a:one", "@a:one"), there, 0),
            (change("leave", "@a:one", "@a:one"), there, 1),
            (change("leave", "@a:one", "@a:one"), {}, 0),
            (change("leave", "@a:one", "@c:one"), there, 0),
            (change("invite", "@b:one", "@a:one"), {}, 0),
        ):
            self.bridge.asked.clear()
            self.call("check_event_allowed", event, state)
            self.assertEqual(len(self.bridge.asked), asked, event)
            self.assertNotIn("displayname", repr([body["state"] for _, body, _ in self.bridge.asked]))
        self.module._acts._at_work.append(("@a:one", "!r"))
        self.bridge.asked.clear()
        self.call("check_event_allowed", change("leave", "@a:one", "@a:one"), there)
        self.assertEqual(self.bridge.asked, [])
        self.call("user_may_invite", "@a:one", "@b:two", "!r")
        self.assertEqual(self.bridge.asked[0][1]["by_bridge"], True)

    def test_nobody_is_kept_in_a_room_by_silence(self) -> None:
        self.bridge.answer = OSError("away")
        leave = Event(type="m.room.member", state_key="@a:one", sender="@a:one", room_id="!r", content={"membership": "leave"})
        join = Event(type="m.room.member", state_key="@a:one", sender="@a:one", content={"membership": "join"})
        state = {("m.room.member", "@a:one"): join}
        self.assertEqual(self.call("check_event_allowed", leave, state), (True, None))

    def test_the_bridge_may_change_an_event(self) -> None:
        self.bridge.answer = {"allow": True, "content": {"users": {"@b:one": 100}}}
        event = Event(**POWER.__dict__, get_dict=lambda: {"type": "m.room.power_levels", "content": {}, "state_key": ""})
        self.assertEqual(
            self.call("check_event_allowed", event, STATE),
            (True, {"type": "m.room.power_levels", "state_key": "", "content": {"users": {"@b:one": 100}}}),
        )

    def test_a_room_that_replaces_another_has_its_rules(self) -> None:
        rule = Event(type=ACCESS, state_key="", sender="@a:one", content={"rule": "unrestricted", "visibility": "private"})
        create = Event(type="m.room.create", state_key="", sender="@a:one", content={"predecessor": {"room_id": "!old"}})
        join = Event(type="m.room.join_rules", state_key="", sender="@a:one", content={"join_rule": "invite"})
        self.rooms["!old"] = {(ACCESS, ""): rule}
        self.rooms["!r"] = {("m.room.create", ""): create}
        state = {("m.room.create", ""): create, ("m.room.join_rules", ""): join}
        self.call("check_event_allowed", ENCRYPTION, state)
        sent = {one["type"]: one["content"] for one in self.bridge.asked[0][1]["state"]}
        self.assertEqual(sent[ACCESS]["rule"], "unrestricted")
        self.assertEqual(self.background, [])
        self.call("check_event_allowed", POWER, state)
        self.assertEqual(self.background, [("@a:one", "!r")])
        defer.ensureDeferred(self.module._carry("@a:one", "!r"))
        self.assertEqual([(one["type"], one["content"]["rule"]) for one in self.sent], [(ACCESS, "unrestricted")])
        # A room with a rule of its own has that.
        self.bridge.asked.clear()
        self.call("check_event_allowed", ENCRYPTION, {**state, (ACCESS, ""): Event(**{**rule.__dict__, "content": {}})})
        self.assertEqual([one["content"] for one in self.bridge.asked[0][1]["state"] if one["type"] == ACCESS], [{}])

    def test_the_people_of_a_direct_conversation_are_told(self) -> None:
        rule = Event(type=ACCESS, state_key="", sender="@a:one", content={"rule": "direct", "visibility": "private"})
        here = Event(type="m.room.member", state_key="@a:one", sender="@a:one", content={"membership": "join", "displayname": "A"})
        self.rooms["!r"] = {(ACCESS, ""): rule, ("m.room.member", "@a:one"): here}
        self.call("user_may_invite", "@a:one", "@b:two", "!r")
        members = [one for one in self.bridge.asked[0][1]["state"] if one["type"] == "m.room.member"]
        self.assertEqual([(one["state_key"], one["content"]) for one in members], [("@a:one", {"membership": "join"})])

    def test_lists_addresses_and_invitations_from_elsewhere(self) -> None:
        self.bridge.answer = {"allow": False, "reason": "No."}
        self.assertEqual(self.refused("user_may_publish_room", "@a:one", "!r").msg, "No.")
        self.assertEqual(self.call("user_may_create_room_alias", "@a:one", "#x:one"), NOT_SPAM)
        invite = Event(type="m.room.member", state_key="@a:one", sender="@b:two", room_id="!r", content={})
        self.assertEqual(self.refused("federated_user_may_invite", invite).msg, "No.")
        self.assertEqual(self.bridge.asked[-1][1], {"user_id": "@b:two", "room_id": "!r", "target": "@a:one"})
        self.assertEqual(self.call("check_threepid_can_be_invited", "email", "a@b.example", {}), False)
        self.assertNotIn("a@b.example", repr(self.bridge.asked[-1]))
        self.bridge.answer = OSError("away")
        self.assertEqual(self.call("check_threepid_can_be_invited", "email", "a@b.example", {}), False)


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
                {**good, "ask_about_everything": "yes"},
                {**good, "colour": "red"},
            ):
                with self.assertRaises(ConfigError):
                    DepeshaBridge.parse_config(bad)


if __name__ == "__main__":
    unittest.main()
