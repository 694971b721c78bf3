"""Sign-in through identity providers (OpenID Connect): carries what a provider says of a person to the bridge.

It decides nothing. Synapse's `oidc_providers` do the protocol and check tokens and signatures; before every sign-in this
class asks the bridge, which knows people and accounts. When the bridge says yes, it has already written to Synapse which
account the provider's name for the person (`sub`) leads to, through `external_ids` of the administration interface. So
Synapse finds the account by that alone, and `enable_registration` and `allow_existing_users` stay off.

Why `get_extra_attributes`: Synapse calls it at every sign-in, before it looks for the account, and shows the person what
it raises. `map_user_attributes` is called only for people whom Synapse does not know yet.

Configuration, as `homeserver-bridge config synapse` writes it:

    oidc_providers:
      - …
        user_mapping_provider:
          module: depesha_sign_in.ProviderSignIn
          config:
            provider: interior            # its key in the bridge's configuration
            bridge_url: "http://127.0.0.1:28090"
            token_file: /path/to/the/bearer/token
            claims: [iss, email]          # what the bridge is told; nothing else leaves this process
            timeout_seconds: 30           # optional
"""

from typing import Any

from synapse.handlers.sso import MappingException
from synapse.module_api import ModuleApi
from synapse.module_api.errors import ConfigError
from twisted.internet import reactor

from depesha_bridge import Unreachable, ask, secret

# What the error page takes for "the bridge does not answer" (templates/sso_error.html).
AWAY = "org.depesha.away"


class ProviderSignIn:
    """One identity provider."""

    def __init__(self, config: dict, api: ModuleApi):
        self._provider = config["provider"]
        self._url = f"{config['bridge_url']}/_depesha/homeserver/v1/sign_in_with_provider"
        self._headers = {b"Authorization": [b"Bearer " + config["token"].encode("ascii")]}
        self._claims = config["claims"]
        self._timeout = config["timeout_seconds"]
        self._http = api.http_client
        self._reactor: Any = reactor

    @staticmethod
    def parse_config(config: dict) -> dict:
        """Checks the configuration and reads the token, before Synapse starts."""
        unknown = set(config) - {"provider", "bridge_url", "token_file", "claims", "timeout_seconds"}
        if unknown:
            raise ConfigError(f"depesha_sign_in: unknown settings {sorted(unknown)}")
        url, provider, claims = config.get("bridge_url"), config.get("provider"), config.get("claims")
        if not isinstance(url, str) or not url.startswith(("http://", "https://")):
            raise ConfigError("depesha_sign_in: bridge_url must be an http or https address")
        if not isinstance(provider, str) or not provider:
            raise ConfigError("depesha_sign_in: provider must be its key in the bridge's configuration")
        if not isinstance(claims, list) or not all(isinstance(claim, str) for claim in claims):
            raise ConfigError("depesha_sign_in: claims must be a list of names")
        return {
            "provider": provider,
            "bridge_url": url.rstrip("/"),
            "token": secret(config, "token_file", "depesha_sign_in"),
            "claims": claims,
            "timeout_seconds": float(config.get("timeout_seconds", 30)),
        }

    def get_remote_user_id(self, userinfo: Any) -> str:
        """What the provider calls the person, for good."""
        subject = userinfo.get("sub")
        if not isinstance(subject, str) or not subject:
            raise MappingException(AWAY)
        return subject

    async def get_extra_attributes(self, userinfo: Any, token: Any) -> dict:
        """Asks whether this person may sign in; raises what they are to read if not."""
        body = {
            "provider": self._provider,
            "subject": self.get_remote_user_id(userinfo),
            "claims": {claim: userinfo[claim] for claim in self._claims if claim in userinfo},
        }
        try:
            answer = await ask(self._http, self._reactor, self._timeout, self._url, body, self._headers)
        except Unreachable:
            raise MappingException(AWAY) from None
        if not answer["allow"]:
            reason = answer.get("reason")
            raise MappingException(reason if isinstance(reason, str) and reason else AWAY)
        return {}

    async def map_user_attributes(self, userinfo: Any, token: Any, failures: int) -> dict:
        """Never makes an account: the bridge alone does."""
        raise MappingException(AWAY)
