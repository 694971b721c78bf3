"""Tests of sign-in through identity providers against a stand-in for Synapse's module API."""

import tempfile
import unittest
from types import SimpleNamespace
from typing import Any

from synapse.handlers.sso import MappingException
from synapse.module_api.errors import ConfigError
from twisted.internet import defer
from twisted.internet.task import Clock

from depesha_sign_in import AWAY, ProviderSignIn
from test_depesha_bridge import Bridge

CONFIG = {
    "provider": "interior",
    "bridge_url": "http://bridge",
    "token": "t0ken",
    "claims": ["iss", "email"],
    "timeout_seconds": 30.0,
}
ANNA = {"sub": "s-1", "iss": "https://login", "email": "anna@one", "phone_number": "secret"}


class SignInTest(unittest.TestCase):
    def setUp(self) -> None:
        self.bridge = Bridge()
        self.provider = ProviderSignIn(CONFIG, SimpleNamespace(http_client=self.bridge))  # type: ignore[arg-type]
        self.provider._reactor = self.clock = Clock()

    def sign_in(self, userinfo: Any) -> Any:
        done = defer.ensureDeferred(self.provider.get_extra_attributes(userinfo, {}))
        if not done.called:
            self.clock.advance(31)
        outcome: list = []
        done.addBoth(outcome.append)
        if hasattr(outcome[0], "raiseException"):
            outcome[0].raiseException()
        return outcome[0]

    def refused(self, userinfo: Any) -> str:
        with self.assertRaises(MappingException) as caught:
            self.sign_in(userinfo)
        return str(caught.exception)

    def test_the_bridge_is_told_what_it_needs_and_nothing_else(self) -> None:
        self.assertEqual(self.sign_in(ANNA), {})
        uri, body, headers = self.bridge.asked[0]
        self.assertEqual(uri, "http://bridge/_depesha/homeserver/v1/sign_in_with_provider")
        self.assertEqual(headers, {b"Authorization": [b"Bearer t0ken"]})
        claims = {"iss": "https://login", "email": "anna@one"}
        self.assertEqual(body, {"provider": "interior", "subject": "s-1", "claims": claims})

    def test_a_refusal_is_what_the_person_reads(self) -> None:
        self.bridge.answer = {"allow": False, "reason": "one\ntwo\nthree"}
        self.assertEqual(self.refused(ANNA), "one\ntwo\nthree")

    def test_without_an_answer_nobody_gets_in(self) -> None:
        for answer in (RuntimeError("down"), "nonsense", {"allow": "yes"}, {"allow": False}, defer.Deferred()):
            with self.subTest(answer=repr(answer)):
                self.bridge.answer = answer
                self.assertEqual(self.refused(ANNA), AWAY)

    def test_nobody_without_a_subject_is_asked_about(self) -> None:
        for userinfo in ({}, {"sub": ""}, {"sub": 7}):
            self.refused(userinfo)
        self.assertEqual(self.bridge.asked, [])

    def test_no_account_is_made_here(self) -> None:
        done = defer.ensureDeferred(self.provider.map_user_attributes(ANNA, {}, 0))
        self.failureResultOf(done)

    def failureResultOf(self, done: Any) -> None:
        outcome: list = []
        done.addErrback(outcome.append)
        self.assertTrue(outcome[0].check(MappingException))

    def test_configuration_is_checked_before_the_start(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".token") as file:
            file.write("t0ken\n")
            file.flush()
            good = {"provider": "interior", "bridge_url": "http://bridge/", "token_file": file.name, "claims": ["iss", "email"]}
            self.assertEqual(ProviderSignIn.parse_config(good), CONFIG)
            for bad in (
                {},
                {**good, "provider": ""},
                {**good, "bridge_url": "bridge"},
                {**good, "claims": "iss"},
                {**good, "claims": [1]},
                {**good, "token_file": "/nowhere"},
                {**good, "colour": "red"},
            ):
                with self.assertRaises(ConfigError):
                    ProviderSignIn.parse_config(bad)


if __name__ == "__main__":
    unittest.main()
