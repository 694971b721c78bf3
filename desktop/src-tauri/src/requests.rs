//! What comes to the window from outside of it: links, presses on notifications and on the sign in the tray. They wait until
//! somebody is signed in and the window is open.

use std::collections::VecDeque;
use std::sync::Mutex;

use serde::Serialize;
use specta::Type;
use tokio::sync::Notify;

use crate::shell::lock;

/// More than that nobody waits for; the oldest goes.
const MOST: usize = 8;

/// What the window is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "request", rename_all = "snake_case")]
pub(crate) enum DeskRequest {
    /// Show a conversation.
    Room { room_id: String },
    /// Go where a link leads.
    Link { link: String },
    /// Lock, or offer to set a PIN.
    Lock,
    /// Show the settings of notifications.
    Notifications,
}

/// What is asked for and not done yet.
#[derive(Default)]
pub(crate) struct Requests {
    waiting: Mutex<VecDeque<DeskRequest>>,
    come: Notify,
}

impl Requests {
    pub(crate) fn put(&self, request: DeskRequest) {
        let mut waiting = lock(&self.waiting);
        if waiting.len() == MOST {
            waiting.pop_front();
        }
        waiting.push_back(request);
        self.come.notify_one();
    }

    /// The next one, as soon as there is one.
    pub(crate) async fn next(&self) -> DeskRequest {
        loop {
            let found = lock(&self.waiting).pop_front();
            match found {
                Some(request) => return request,
                None => self.come.notified().await,
            }
        }
    }

    /// Of a session that is over nothing is left to do.
    pub(crate) fn clear(&self) {
        lock(&self.waiting).clear();
    }
}

/// The link among the arguments of the program, if one is given.
pub(crate) fn link_in(arguments: &[String]) -> Option<DeskRequest> {
    let link = arguments.iter().skip(1).find(|argument| is_link(argument))?;
    Some(DeskRequest::Link { link: link.clone() })
}

/// Whether it looks like a link to a person, a conversation or a message; where it leads is for the core to find out.
pub(crate) fn is_link(text: &str) -> bool {
    text.len() < 2000 && ["matrix:", "depesha:", "https://matrix.to/#/"].iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn requests_wait_in_order_and_not_without_end() {
        let requests = Requests::default();
        for n in 0..MOST + 2 {
            requests.put(DeskRequest::Room { room_id: n.to_string() });
        }
        assert_eq!(requests.next().await, DeskRequest::Room { room_id: "2".to_owned() });
        requests.clear();
        requests.put(DeskRequest::Lock);
        assert_eq!(requests.next().await, DeskRequest::Lock);
    }

    #[test]
    fn a_link_is_found_among_the_arguments() {
        let given = |words: &[&str]| link_in(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        let link = "matrix:u/olena:interior.example";
        let found = given(&["depesha-desktop", "--bridge", "https://bridge.example", link]);
        assert_eq!(found, Some(DeskRequest::Link { link: link.to_owned() }));
        assert_eq!(given(&["matrix:u/x:y", "--locale", "uk"]), None, "the program's own name is no link");
        assert_eq!(given(&["depesha-desktop", "file:///etc/passwd"]), None);
    }
}
