//! What the address of the list of reports asks for, and the addresses that keep or change it.

use url::form_urlencoded;

use super::super::form::Fields;
use super::super::show::{day_start, page_number};
use crate::app::App;
use crate::officers::Session;
use crate::scan_reports::{Filter, Standing};

const DAY_MS: i64 = 24 * 3_600_000;
/// How long a list refreshes itself: an officer who has gone must not be kept signed in by it.
pub(super) const LIVE_MS: i64 = 30 * 60_000;

/// What can be asked for; the first is what is shown at first.
pub(super) const VERDICTS: [&str; 14] = [
    "blocked",
    "unchecked",
    "all",
    "infected",
    "type_forbidden",
    "clean",
    "too_large",
    "unscannable_encrypted",
    "unscannable_limits",
    "unscannable_malformed",
    "engine_error",
    "timeout",
    "hash_mismatch",
    "lifted",
];

/// The longest text that is looked for.
const LONGEST: usize = 200;

/// What was asked for.
pub(super) struct Asked {
    /// As the database takes it.
    pub(super) filter: Filter,
    /// Only what this officer works on.
    pub(super) mine: bool,
    /// The days as they were typed.
    pub(super) from: String,
    /// The last day.
    pub(super) to: String,
    /// Since when the list refreshes itself.
    pub(super) live: Option<i64>,
}

impl Asked {
    pub(super) fn read(app: &App, session: &Session, query: &str, engines: &[String]) -> Self {
        let fields = Fields::parse(query.as_bytes());
        let servers = || app.config.homeservers.iter().map(|h| h.server_name.as_str());
        let text = |name: &str| -> String { fields.get(name).chars().take(LONGEST).collect() };
        let organisation = app.config.organisations.iter().find(|o| o.id.as_str() == fields.get("organisation"));
        let (from, to) = (day_start(fields.get("from")), day_start(fields.get("to")));
        let kept = |name: &str, at: Option<i64>| at.map(|_| text(name)).unwrap_or_default();
        let mine = fields.get("mine") == "1";
        let now = app.clock.now_ms();
        Self {
            mine,
            from: kept("from", from),
            to: kept("to", to),
            live: fields.get("live").parse().ok().filter(|at: &i64| (0..LIVE_MS).contains(&(now - at))),
            filter: Filter {
                verdict: VERDICTS.into_iter().find(|v| *v == fields.get("verdict")).unwrap_or(VERDICTS[0]).to_owned(),
                signature: text("signature"),
                organisation: organisation.map(|o| (o.id.to_string(), vec![o.homeserver.to_string()])),
                media_server: servers().find(|name| *name == fields.get("homeserver")).unwrap_or_default().to_owned(),
                type_found: text("type"),
                from_ms: from,
                to_ms: to.map(|at| at + DAY_MS),
                engine: engines.iter().find(|name| *name == fields.get("engine")).cloned().unwrap_or_default(),
                standing: Standing::from_word(fields.get("standing")),
                assigned_to: if mine { session.name.clone() } else { String::new() },
                until: fields.get("until").parse().ok(),
                page: page_number(fields.get("page")),
            },
        }
    }

    /// Whether nothing but what is shown at first was asked for.
    pub(super) fn at_first(&self) -> bool {
        self.parts().iter().all(|(key, value)| value.is_empty() || (*key == "verdict" && *value == VERDICTS[0]))
    }

    /// Whether one of the rarer filters is used.
    pub(super) fn further(&self) -> bool {
        let rare = ["homeserver", "engine", "type", "from", "to"];
        self.parts().iter().any(|(key, value)| rare.contains(key) && !value.is_empty())
    }

    /// The filter as it stands in an address.
    pub(super) fn parts(&self) -> Vec<(&'static str, &str)> {
        let filter = &self.filter;
        vec![
            ("verdict", filter.verdict.as_str()),
            ("standing", if filter.standing == Standing::Any { "" } else { filter.standing.word() }),
            ("mine", if self.mine { "1" } else { "" }),
            ("organisation", filter.organisation.as_ref().map_or("", |(id, _)| id.as_str())),
            ("signature", filter.signature.as_str()),
            ("type", filter.type_found.as_str()),
            ("homeserver", filter.media_server.as_str()),
            ("engine", filter.engine.as_str()),
            ("from", self.from.as_str()),
            ("to", self.to.as_str()),
        ]
    }

    /// The address of the newest reports of this filter, refreshing itself since `live`.
    pub(super) fn newest(&self, live: Option<i64>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.parts().into_iter().filter(|(_, value)| !value.is_empty()));
        if let Some(live) = live {
            query.append_pair("live", &live.to_string());
        }
        format!("/reports?{}", query.finish())
    }
}
