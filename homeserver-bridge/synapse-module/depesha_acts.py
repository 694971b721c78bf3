"""The few acts that the bridge makes in the name of an account whose owner cannot act any more.

An account of somebody who has left is locked, so nobody can leave its rooms by hand. The bridge decides what happens and
asks for it here, act by act; this file decides nothing. Acts:

    memberships   {"user_id"}                        the rooms that the user is in, invited to, or knocks at
    leave         {"user_id", "room_id"}             leaves, or refuses the invitation, or takes the knock back
    power_levels  {"user_id", "room_id", "content"}  sends `m.room.power_levels` with that content
    invite        {"user_id", "room_id", "target"}   invites another account of the same person
    ask_for_new_identity  {"user_id"}                asks its client to begin anew with its keys at the next sign-in

Synapse serves what a module registers on every one of its listeners, also on the one for other homeservers. So a request
counts only when it came in through the one port that is configured, and with the bridge's token.
"""

import hmac
from typing import Any

from synapse.module_api import DirectServeJsonResource, ModuleApi, parse_json_object_from_request
from synapse.module_api.errors import Codes, SynapseError

PATH = "/_depesha/acts"

# Account data that the client reads when it signs in, and writes again when it has begun anew.
IDENTITY_DATA = "org.depesha.identity"


class Acts(DirectServeJsonResource):
    """`POST /_depesha/acts` with `{"act": …}`."""

    isLeaf = True

    def __init__(self, api: ModuleApi, token: str, port: int):
        super().__init__()
        self._api = api
        self._token = token.encode("ascii")
        self._port = port
        self._at_work: "list[tuple[str, str]]" = []

    def is_at_work(self, user_id: str, room_id: str) -> bool:
        """Whether an act in that user's name is under way in that room: the bridge has judged it already."""
        return (user_id, room_id) in self._at_work

    async def _async_render_POST(self, request: Any) -> "tuple[int, dict]":
        self._check_caller(request)
        body = parse_json_object_from_request(request)
        user_id = text(body, "user_id")
        if not self._api.is_mine(user_id):
            raise SynapseError(400, "This user is not one of this homeserver's.", Codes.INVALID_PARAM)
        act = text(body, "act")
        if act == "memberships":
            return 200, {"memberships": await self._memberships(user_id)}
        if act == "ask_for_new_identity":
            await self._api.account_data_manager.put_global(user_id, IDENTITY_DATA, {"begin_anew": True})
            return 200, {}
        room_id = text(body, "room_id")
        self._at_work.append((user_id, room_id))
        try:
            await self._act(act, user_id, room_id, body)
        finally:
            self._at_work.remove((user_id, room_id))
        return 200, {}

    async def _act(self, act: str, user_id: str, room_id: str, body: dict) -> None:
        if act == "leave":
            await self._api.update_room_membership(user_id, user_id, room_id, "leave")
        elif act == "invite":
            await self._api.update_room_membership(user_id, text(body, "target"), room_id, "invite")
        elif act == "power_levels":
            await self._send_power_levels(user_id, room_id, body.get("content"))
        else:
            raise SynapseError(400, "There is no such act.", Codes.UNRECOGNIZED)

    def _check_caller(self, request: Any) -> None:
        if request.getHost().port != self._port:
            raise SynapseError(404, "There is no such route here.", Codes.UNRECOGNIZED)
        given = request.getHeader("Authorization") or ""
        if not hmac.compare_digest(given.encode("utf-8"), b"Bearer " + self._token):
            raise SynapseError(401, "This is for the bridge alone.", Codes.UNKNOWN_TOKEN)

    async def _memberships(self, user_id: str) -> "dict[str, str]":
        """Also of rooms that this homeserver is not in yet, which the administration interface does not tell."""

        def read(txn: Any) -> "list[tuple[str, str]]":
            txn.execute(
                "SELECT room_id, membership FROM local_current_membership"
                " WHERE user_id = ? AND membership IN ('join', 'invite', 'knock')",
                (user_id,),
            )
            return txn.fetchall()

        return dict(await self._api.run_db_interaction("depesha_memberships", read))

    async def _send_power_levels(self, user_id: str, room_id: str, content: Any) -> None:
        if not isinstance(content, dict):
            raise SynapseError(400, "The power levels are missing.", Codes.BAD_JSON)
        await self._api.create_and_send_event_into_room(
            {
                "type": "m.room.power_levels",
                "state_key": "",
                "sender": user_id,
                "room_id": room_id,
                "content": content,
            }
        )


def text(body: dict, key: str) -> str:
    """A field that has to be text."""
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise SynapseError(400, f"{key} is missing.", Codes.BAD_JSON)
    return value
