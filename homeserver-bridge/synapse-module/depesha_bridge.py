"""Synapse module of Depesha: carries Synapse's questions to the bridge and its answers back.

It decides nothing: every rule is in the bridge's policy. It only chooses which events are worth a question, sends no
more of them than a rule needs (never the text of a message), and says what happens while the bridge does not answer:
what protects secrecy (encryption, people from outside, who may sign in) waits, everything else goes on. The other
direction, what the bridge asks of Synapse, is in `depesha_acts`.

Configuration:

    modules:
      - module: depesha_bridge.DepeshaBridge
        config:
          bridge_url: "http://127.0.0.1:28090"
          token_file: /path/to/the/bearer/token
          timeout_seconds: 5        # optional
          acts_token_file: /path/to/another/bearer/token
          acts_port: 28008          # of the client listener, which nobody but the bridge reaches
"""

import logging
from typing import Any, Optional, Union

from synapse.module_api import NOT_SPAM, ModuleApi, make_deferred_yieldable, run_in_background
from synapse.module_api.errors import Codes, ConfigError, SynapseError
from twisted.internet import reactor

from depesha_acts import PATH, Acts

logger = logging.getLogger(__name__)

# Events that a rule looks at, and whether they must wait while the bridge does not answer.
CHECKED_EVENTS = {
    "m.room.encryption": True,
    "m.room.join_rules": True,
    "m.room.history_visibility": True,
    "m.room.guest_access": True,
    "im.vector.room.access_rules": True,
    "org.depesha.room.label": True,
    "m.room.power_levels": False,
}

# Events without a state key that pass unasked: encrypted ones, and what the protocol leaves in clear everywhere. Any
# other one is text that the bridge may have to refuse.
UNASKED = frozenset(("m.room.encrypted", "m.reaction", "m.room.redaction"))

# What people write is none of the bridge's business: only these keys of events without a state key are sent.
CONTENT_KEPT = ("msgtype",)

# The state of a room that a rule may need.
STATE_SENT = (
    "m.room.create",
    "m.room.encryption",
    "m.room.join_rules",
    "m.room.history_visibility",
    "m.room.power_levels",
    "im.vector.room.access_rules",
    "org.depesha.room.label",
)

REFUSED = "The rules of this administration do not allow this."
UNREACHABLE = "The rules cannot be checked right now. Nothing was changed; please try again in a minute."


class Unreachable(Exception):
    """The bridge gave no usable answer."""


def secret(config: dict, setting: str) -> str:
    """The token in the file that a setting names."""
    try:
        with open(config[setting], encoding="ascii") as file:
            token = file.read().strip()
    except KeyError:
        raise ConfigError(f"depesha_bridge: {setting} is missing") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"depesha_bridge: {setting} cannot be read: {type(error).__name__}") from None
    if not token:
        raise ConfigError(f"depesha_bridge: {setting} is empty")
    return token


class DepeshaBridge:
    """Registers the callbacks; one instance a homeserver process."""

    def __init__(self, config: dict, api: ModuleApi):
        self._base_url = config["bridge_url"]
        self._headers = {b"Authorization": [b"Bearer " + config["token"].encode("ascii")]}
        self._timeout = config["timeout_seconds"]
        self._http = api.http_client
        self._api = api
        self._reactor: Any = reactor
        api.register_spam_checker_callbacks(
            user_may_invite=self.user_may_invite,
            user_may_join_room=self.user_may_join_room,
            check_login_for_spam=self.check_login,
        )
        api.register_third_party_rules_callbacks(
            check_event_allowed=self.check_event_allowed,
            on_create_room=self.on_create_room,
        )
        api.register_web_resource(PATH, Acts(api, config["acts_token"], config["acts_port"]))

    @staticmethod
    def parse_config(config: dict) -> dict:
        """Checks the module's configuration and reads the token, before Synapse starts."""
        known = {"bridge_url", "token_file", "timeout_seconds", "acts_token_file", "acts_port"}
        unknown = set(config) - known
        if unknown:
            raise ConfigError(f"depesha_bridge: unknown settings {sorted(unknown)}")
        url = config.get("bridge_url")
        if not isinstance(url, str) or not url.startswith(("http://", "https://")):
            raise ConfigError("depesha_bridge: bridge_url must be an http or https address")
        port = config.get("acts_port")
        if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65536:
            raise ConfigError("depesha_bridge: acts_port must be the port of the listener that only the bridge reaches")
        return {
            "bridge_url": url.rstrip("/"),
            "token": secret(config, "token_file"),
            "timeout_seconds": float(config.get("timeout_seconds", 5)),
            "acts_token": secret(config, "acts_token_file"),
            "acts_port": port,
        }

    async def on_create_room(self, requester: Any, content: dict, is_admin: bool) -> None:
        """May change what the room is created with; raises to refuse it."""
        body = {"user_id": requester.user.to_string(), "content": content, "is_admin": bool(is_admin)}
        answer = await self._decide("on_create_room", body, waits=True)
        changed = answer.get("content")
        if isinstance(changed, dict):
            content.clear()
            content.update(changed)

    async def check_event_allowed(self, event: Any, state: dict) -> "tuple[bool, Optional[dict]]":
        """Asks for the event types that a rule looks at; the others pass without a question."""
        waits = CHECKED_EVENTS.get(event.type)
        if waits is None and not event.is_state() and event.type not in UNASKED:
            waits = True
        if waits is None:
            return True, None
        await self._decide("check_event_allowed", self._event_body(event, state), waits=waits)
        return True, None

    async def user_may_invite(self, inviter: str, invitee: str, room_id: str) -> Union[str, Codes]:
        """Whether a local user may invite that person into that room. Synapse asks for invitations from other
        homeservers too; those have been judged there."""
        if not self._api.is_mine(inviter):
            return NOT_SPAM
        state = await self._api.get_room_state(room_id, [(kind, "") for kind in STATE_SENT])
        body = {
            "user_id": inviter,
            "room_id": room_id,
            "target": invitee,
            "invited": False,
            "state": self._state_body(state),
        }
        await self._decide("user_may_invite", body, waits=True)
        return NOT_SPAM

    async def user_may_join_room(self, user_id: str, room_id: str, is_invited: bool) -> Union[str, Codes]:
        """Whether a local user may enter. Who was invited has been judged at the invitation, so need not wait."""
        body = {"user_id": user_id, "room_id": room_id, "target": None, "invited": bool(is_invited)}
        await self._decide("user_may_join_room", body, waits=not is_invited)
        return NOT_SPAM

    async def check_login(
        self,
        user_id: str,
        device_id: Optional[str],
        initial_display_name: Optional[str],
        request_info: Any,
        auth_provider_id: Optional[str] = None,
    ) -> Union[str, Codes]:
        """Whether a local user may sign in, whatever the way: password, single sign-on, token."""
        await self._decide("check_login", {"user_id": user_id}, waits=True)
        return NOT_SPAM

    @staticmethod
    def _event_body(event: Any, state: dict) -> dict:
        content = dict(event.content)
        if not event.is_state():
            content = {key: content[key] for key in CONTENT_KEPT if key in content}
        body = {
            "type": event.type,
            "sender": event.sender,
            "room_id": event.room_id,
            "content": content,
        }
        if event.is_state():
            body["state_key"] = event.state_key
        return {"event": body, "state": DepeshaBridge._state_body(state)}

    @staticmethod
    def _state_body(state: Any) -> list:
        return [
            {"type": kind, "state_key": key, "sender": one.sender, "content": dict(one.content)}
            for (kind, key), one in state.items()
            if kind in STATE_SENT
        ]

    async def _decide(self, callback: str, body: dict, waits: bool) -> dict:
        """Asks the bridge; raises what the client shall be told when it refuses, or when the answer must be awaited."""
        try:
            answer = await self._ask(callback, body)
        except Unreachable as error:
            logger.warning("No answer of the bridge to %s (%s): %s", callback, error, "refused" if waits else "let through")
            if waits:
                # A status that clients take for passing, so that they try again by themselves.
                raise SynapseError(503, UNREACHABLE, "ORG.DEPESHA.POLICY_UNREACHABLE") from None
            return {}
        if answer["allow"]:
            return answer
        reason = answer.get("reason")
        raise SynapseError(403, reason if isinstance(reason, str) and reason else REFUSED, Codes.FORBIDDEN)

    async def _ask(self, callback: str, body: dict) -> dict:
        uri = f"{self._base_url}/_depesha/homeserver/v1/{callback}"
        try:
            asked = run_in_background(self._http.post_json_get_json, uri, body, self._headers)
            asked.addTimeout(self._timeout, self._reactor)
            answer = await make_deferred_yieldable(asked)
        except Exception as error:  # whatever it is, it is no answer
            raise Unreachable(f"{type(error).__name__} {getattr(error, 'code', '')}".strip()) from None
        if not isinstance(answer, dict) or not isinstance(answer.get("allow"), bool):
            raise Unreachable("answer of another shape")
        return answer
