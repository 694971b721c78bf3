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
          ask_about_everything: false   # optional; true at the homeserver of people from outside, who are judged in
                                        # every room and in every mode, also when they write encrypted
"""

import logging
from typing import Any, Optional, Union

from synapse.module_api import NOT_SPAM, ModuleApi, make_deferred_yieldable, run_in_background
from synapse.module_api.errors import Codes, ConfigError, SynapseError
from twisted.internet import reactor

from depesha_acts import PATH, Acts
from depesha_federation import Federation

logger = logging.getLogger(__name__)

ACCESS_RULES = "im.vector.room.access_rules"
LABEL = "org.depesha.room.label"

# State events that a rule looks at, and whether they must wait while the bridge does not answer.
CHECKED_EVENTS = {
    "m.room.create": True,
    "m.room.encryption": True,
    "m.room.join_rules": True,
    "m.room.history_visibility": True,
    "m.room.guest_access": True,
    "m.room.third_party_invite": True,
    "m.room.power_levels": True,
    ACCESS_RULES: True,
    LABEL: True,
    "m.room.retention": False,
    "m.room.server_acl": False,
    "m.room.tombstone": False,
}

# Events without a state key that pass unasked in rooms that are not public: encrypted ones, and what the protocol leaves
# in clear everywhere. Any other one is text that the bridge may have to refuse.
UNASKED = frozenset(("m.room.encrypted", "m.reaction"))

# An event without content that Synapse makes by itself, in the name of somebody in the room, to tie together what was written
# while another homeserver was joining. Refused, it would refuse that join.
TIE = "org.matrix.dummy_event"

# Taking back what one wrote is never asked about.
REDACTION = "m.room.redaction"

# What people write is none of the bridge's business: only these keys of events without a state key are sent.
CONTENT_KEPT = ("msgtype",)

# The state of a room that a rule may need.
STATE_SENT = (
    "m.room.create",
    "m.room.encryption",
    "m.room.join_rules",
    "m.room.history_visibility",
    "m.room.power_levels",
    ACCESS_RULES,
    LABEL,
)

# What the homeserver does not take over into a room that replaces another.
CARRIED = (ACCESS_RULES, LABEL, "m.room.retention")

REFUSED = "The rules of this administration do not allow this."
UNREACHABLE = "The rules cannot be checked right now. Nothing was changed; please try again in a minute."


class Unreachable(Exception):
    """The bridge gave no usable answer."""


def secret(config: dict, setting: str, module: str = "depesha_bridge") -> str:
    """The token in the file that a setting of a module names."""
    try:
        with open(config[setting], encoding="ascii") as file:
            token = file.read().strip()
    except KeyError:
        raise ConfigError(f"{module}: {setting} is missing") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{module}: {setting} cannot be read: {type(error).__name__}") from None
    if not token:
        raise ConfigError(f"{module}: {setting} is empty")
    return token


def is_public(state: dict) -> bool:
    """Whether everybody may enter: what the access rule says, or the join rule of a room without one."""
    access, join = state.get((ACCESS_RULES, "")), state.get(("m.room.join_rules", ""))
    if access is not None and "visibility" in access.content:
        return access.content["visibility"] == "public"
    return join is not None and join.content.get("join_rule") == "public"


def member(user_id: str, event: Any) -> dict:
    """A membership without the name and the picture."""
    content = {"membership": event.content.get("membership")}
    return {"type": "m.room.member", "state_key": user_id, "sender": event.sender, "content": content}


async def ask(http: Any, clock: Any, timeout: float, uri: str, body: dict, headers: dict) -> dict:
    """Asks the bridge; answers what it says, which holds at least a yes or a no."""
    try:
        asked = run_in_background(http.post_json_get_json, uri, body, headers)
        asked.addTimeout(timeout, clock)
        answer = await make_deferred_yieldable(asked)
    except Exception as error:  # whatever it is, it is no answer
        raise Unreachable(f"{type(error).__name__} {getattr(error, 'code', '')}".strip()) from None
    if not isinstance(answer, dict) or not isinstance(answer.get("allow"), bool):
        raise Unreachable("answer of another shape")
    return answer


class DepeshaBridge:
    """Registers the callbacks; one instance a homeserver process."""

    def __init__(self, config: dict, api: ModuleApi):
        self._base_url = config["bridge_url"]
        self._headers = {b"Authorization": [b"Bearer " + config["token"].encode("ascii")]}
        self._timeout = config["timeout_seconds"]
        self._http = api.http_client
        self._api = api
        self._reactor: Any = reactor
        self._asks_everything = config["ask_about_everything"]
        self._acts = Acts(api, config["acts_token"], config["acts_port"])
        self._federation = Federation(api, self._base_url, self._headers, self._timeout)
        api.register_spam_checker_callbacks(
            user_may_invite=self.user_may_invite,
            federated_user_may_invite=self.federated_user_may_invite,
            user_may_join_room=self.user_may_join_room,
            user_may_publish_room=self.user_may_publish_room,
            user_may_create_room_alias=self.user_may_create_room_alias,
            check_login_for_spam=self.check_login,
            should_drop_federated_event=self._federation.drops,
        )
        api.register_third_party_rules_callbacks(
            check_event_allowed=self.check_event_allowed,
            check_threepid_can_be_invited=self.check_threepid_can_be_invited,
            on_create_room=self.on_create_room,
        )
        api.register_web_resource(PATH, self._acts)

    @staticmethod
    def parse_config(config: dict) -> dict:
        """Checks the module's configuration and reads the token, before Synapse starts."""
        known = {"bridge_url", "token_file", "timeout_seconds", "acts_token_file", "acts_port", "ask_about_everything"}
        unknown = set(config) - known
        if unknown:
            raise ConfigError(f"depesha_bridge: unknown settings {sorted(unknown)}")
        url = config.get("bridge_url")
        if not isinstance(url, str) or not url.startswith(("http://", "https://")):
            raise ConfigError("depesha_bridge: bridge_url must be an http or https address")
        port = config.get("acts_port")
        if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65536:
            raise ConfigError("depesha_bridge: acts_port must be the port of the listener that only the bridge reaches")
        everything = config.get("ask_about_everything", False)
        if not isinstance(everything, bool):
            raise ConfigError("depesha_bridge: ask_about_everything must be true or false")
        return {
            "bridge_url": url.rstrip("/"),
            "token": secret(config, "token_file"),
            "timeout_seconds": float(config.get("timeout_seconds", 5)),
            "acts_token": secret(config, "acts_token_file"),
            "acts_port": port,
            "ask_about_everything": everything,
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
        """Asks for the events that a rule looks at; the others pass without a question."""
        waits = self._waits(event, state)
        if waits is None:
            return True, None
        inherited = await self._inherited(state)
        answer = await self._decide("check_event_allowed", self._event_body(event, {**inherited, **state}), waits=waits)
        if inherited and event.type == "m.room.power_levels" and ("m.room.join_rules", "") in state:
            # The last thing that the homeserver does for a new room. While it does, nothing else can be sent there.
            self._api.run_as_background_process("depesha_carry", self._carry, event.sender, event.room_id)
        content = answer.get("content")
        if isinstance(content, dict):
            return True, {**event.get_dict(), "content": content}
        return True, None

    def _waits(self, event: Any, state: dict) -> Optional[bool]:
        """Whether an event must wait while the bridge does not answer; nothing if it is not worth a question."""
        if event.type == "m.room.member":
            return self._member_waits(event, state)
        if event.is_state():
            return CHECKED_EVENTS.get(event.type, True if self._asks_everything else None)
        if event.type == REDACTION or (event.type == TIE and not event.content):
            return None
        if event.type in UNASKED and not self._asks_everything and not is_public(state):
            return None
        return True

    def _member_waits(self, event: Any, state: dict) -> Optional[bool]:
        """Who asks to be let in, who leaves, who enters from another homeserver. Invitations are asked about elsewhere."""
        membership, own = event.content.get("membership"), event.state_key == event.sender
        before = state.get(("m.room.member", event.state_key))
        was = before.content.get("membership") if before else None
        if membership == "knock":
            return True
        if membership == "join" and was != "join" and not self._api.is_mine(event.sender):
            return True
        if membership == "leave" and own and was == "join":
            # Who has left for good is taken out of their rooms by the bridge, which has seen to the rest.
            return None if self._acts.is_at_work(event.sender, event.room_id) else False
        if membership in ("leave", "ban") and not own and self._asks_everything:
            return True
        return None

    async def _inherited(self, state: dict) -> dict:
        """What a room without rules of its own has from the one that it replaces. Only an upgrade makes such rooms."""
        create = state.get(("m.room.create", ""))
        if create is None or (ACCESS_RULES, "") in state:
            return {}
        predecessor = create.content.get("predecessor") or {}
        old = predecessor.get("room_id") if hasattr(predecessor, "get") else None
        if not isinstance(old, str):
            return {}
        return dict(await self._api.get_room_state(old, [(kind, "") for kind in CARRIED]))

    async def _carry(self, sender: str, room_id: str) -> None:
        """Writes what a new room has from the one that it replaces into it, as soon as the homeserver is done with it."""
        try:
            state = await self._api.get_room_state(room_id, [(kind, "") for kind in (*CARRIED, "m.room.create")])
            for (kind, key), event in (await self._inherited(state)).items():
                if (kind, key) not in state:
                    await self._api.create_and_send_event_into_room(
                        {
                            "type": kind,
                            "state_key": key,
                            "sender": sender,
                            "room_id": room_id,
                            "content": dict(event.content),
                        }
                    )
        except Exception as error:  # the rules hold all the same: they are read from the old room
            logger.warning("A new room has not got the rules of the old one: %s", type(error).__name__)

    async def user_may_invite(self, inviter: str, invitee: str, room_id: str) -> Union[str, Codes]:
        """Whether a local user may invite that person into that room. For invitations from other homeservers Synapse asks
        twice; those are judged by `federated_user_may_invite`."""
        if not self._api.is_mine(inviter):
            return NOT_SPAM
        body = {
            "user_id": inviter,
            "room_id": room_id,
            "target": invitee,
            "invited": False,
            "by_bridge": self._acts.is_at_work(inviter, room_id),
            "state": await self._room_body(room_id),
        }
        await self._decide("user_may_invite", body, waits=True)
        return NOT_SPAM

    async def federated_user_may_invite(self, event: Any) -> Union[str, Codes]:
        """Whether somebody of another homeserver may invite a local user into a room that is not known here."""
        body = {"user_id": event.sender, "room_id": event.room_id, "target": event.state_key}
        await self._decide("federated_user_may_invite", body, waits=True)
        return NOT_SPAM

    async def user_may_join_room(self, user_id: str, room_id: str, is_invited: bool) -> Union[str, Codes]:
        """Whether a local user may enter. Who was invited has been judged at the invitation, so need not wait; but people
        from outside, who may be shut out meanwhile, do."""
        body = {"user_id": user_id, "room_id": room_id, "target": None, "invited": bool(is_invited)}
        await self._decide("user_may_join_room", body, waits=self._asks_everything or not is_invited)
        return NOT_SPAM

    async def user_may_publish_room(self, user_id: str, room_id: str) -> Union[str, Codes]:
        """Whether a local user may put a room into the list of public rooms."""
        body = {"user_id": user_id, "room_id": room_id, "state": await self._room_body(room_id)}
        await self._decide("user_may_publish_room", body, waits=True)
        return NOT_SPAM

    async def user_may_create_room_alias(self, user_id: str, room_alias: Any) -> Union[str, Codes]:
        """Whether a local user may give a room an address; Synapse does not say which room."""
        if self._asks_everything:
            await self._decide("user_may_create_room_alias", {"user_id": user_id, "room_id": ""}, waits=True)
        return NOT_SPAM

    async def check_threepid_can_be_invited(self, medium: str, address: str, state: dict) -> bool:
        """Whether anybody may be invited by a bare address. Synapse takes an exception for a yes, so there is none."""
        try:
            return (await self._ask("check_threepid_can_be_invited", {}))["allow"]
        except Unreachable as error:
            logger.warning("No answer of the bridge about an invitation (%s): refused", error)
            return False

    async def check_login(
        self,
        user_id: str,
        device_id: Optional[str],
        initial_display_name: Optional[str],
        request_info: Any,
        auth_provider_id: Optional[str] = None,
    ) -> Union[str, Codes]:
        """Whether a local user may sign in, whatever the way: password, single sign-on, token."""
        await self._decide("check_login", {"user_id": user_id, "auth_provider": auth_provider_id}, waits=True)
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
        sent = DepeshaBridge._state_body(state)
        if event.type == "m.room.member" and (event.type, event.state_key) in state:
            sent.append(member(event.state_key, state[event.type, event.state_key]))
        return {"event": body, "state": sent}

    async def _room_body(self, room_id: str) -> list:
        """The state of a room that a rule may need, for a callback that is not given it; with the people of a direct
        conversation, who are few."""
        state = await self._api.get_room_state(room_id, [(kind, "") for kind in STATE_SENT])
        sent = self._state_body({**await self._inherited(state), **state})
        if any(one["type"] == ACCESS_RULES and one["content"].get("rule") == "direct" for one in sent):
            people = await self._api.get_room_state(room_id, [("m.room.member", None)])
            sent += [member(user, event) for (_, user), event in people.items()]
        return sent

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
        return await ask(self._http, self._reactor, self._timeout, uri, body, self._headers)
