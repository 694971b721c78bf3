//! What a proxy changes in the answers of a sync: messages from devices come later, twice or in another order; events come
//! from somebody else.
//!
//! A client says with its next sync which messages it has. The server forgets those; whatever is held back here is not lost
//! with them, and comes again until the client says that it has it.

use serde_json::Value;

use super::rule::{Fault, ToDevice};

/// Messages from devices that the server has given out and the client does not have yet.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    /// To be put into the next answer.
    held: Vec<Value>,
    /// Taken out of the answer with this position: the server gives them out again unless the client goes on from there.
    taken: Option<(String, Vec<Value>)>,
    /// Put into this answer of the connection: its `pos`, which no other answer has. The position of the messages does not
    /// tell: it stays the same while the server itself has nothing new.
    given: Option<(String, Vec<Value>)>,
}

impl Inbox {
    /// Whether something waits for the next answer, which should then come soon.
    pub(super) fn waits(&self) -> bool {
        !self.held.is_empty()
    }

    /// A request of the sync: says from where the client goes on. A client that begins anew has no `pos`, and gets again what
    /// it may not have had time to keep.
    pub(super) fn request(&mut self, pos: Option<&str>, body: &[u8]) {
        let Ok(body) = serde_json::from_slice::<Value>(body) else { return };
        let Some(to_device) = body.pointer("/extensions/to_device") else { return };
        let since = to_device["since"].as_str().unwrap_or_default();
        if let Some((answer, events)) = self.given.take()
            && pos != Some(&answer)
        {
            self.held.splice(0..0, events);
        }
        if let Some((position, events)) = self.taken.take()
            && position == since
        {
            self.held.extend(events);
        }
    }

    /// An answer of the sync, changed in place.
    pub(super) fn answer(&mut self, answer: &mut Value, faults: &[&Fault]) {
        for fault in faults {
            if let Fault::Sender { from, to } = fault {
                rename(answer, from, to);
            }
        }
        let pos = answer["pos"].as_str().unwrap_or_default().to_owned();
        let Some(to_device) = answer.pointer_mut("/extensions/to_device") else { return };
        let Some(position) = to_device["next_batch"].as_str().map(str::to_owned) else { return };
        let fresh = to_device["events"].as_array().cloned().unwrap_or_default();
        let has = |wanted: ToDevice| faults.iter().any(|fault| **fault == Fault::ToDevice(wanted));
        let added = std::mem::take(&mut self.held);
        let mut events = added.clone();
        if has(ToDevice::Delay) && !fresh.is_empty() {
            self.taken = Some((position, fresh));
        } else {
            events.extend(fresh);
        }
        if has(ToDevice::Duplicate) {
            events.extend(events.clone());
        }
        if has(ToDevice::Reorder) {
            events.reverse();
        }
        if !added.is_empty() {
            self.given = Some((pos, added));
        }
        to_device["events"] = Value::Array(events);
    }
}

/// Every event from one person is from another.
fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, from, to)),
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == "sender" && value == from {
                    *value = to.into();
                } else {
                    rename(value, from, to);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Goes on from an answer, whose `pos` here is `p` and its number, and from a position of the messages.
    fn asked(inbox: &mut Inbox, answer: Option<u32>, since: &str) {
        let pos = answer.map(|number| format!("p{number}"));
        inbox.request(pos.as_deref(), json!({"extensions": {"to_device": {"since": since}}}).to_string().as_bytes());
    }

    fn answered(inbox: &mut Inbox, number: u32, next: &str, events: &[i32], faults: &[&Fault]) -> Vec<Value> {
        let to_device = json!({"next_batch": next, "events": events});
        let mut answer = json!({"pos": format!("p{number}"), "extensions": {"to_device": to_device}});
        inbox.answer(&mut answer, faults);
        answer["extensions"]["to_device"]["events"].as_array().cloned().unwrap_or_default()
    }

    const DELAY: Fault = Fault::ToDevice(ToDevice::Delay);

    #[test]
    fn what_is_held_back_comes_later_and_again_until_the_client_has_it() {
        let mut inbox = Inbox::default();
        asked(&mut inbox, None, "0");
        assert!(answered(&mut inbox, 1, "1", &[1, 2], &[&DELAY]).is_empty());
        asked(&mut inbox, Some(1), "1");
        assert!(inbox.waits());
        assert_eq!(answered(&mut inbox, 2, "2", &[3], &[]), [1, 2, 3]);
        // The answer was lost: the server gives 3 again, we give 1 and 2 again.
        asked(&mut inbox, Some(1), "1");
        assert_eq!(answered(&mut inbox, 3, "2", &[3], &[]), [1, 2, 3]);
        asked(&mut inbox, Some(3), "2");
        assert!(!inbox.waits() && answered(&mut inbox, 4, "3", &[], &[]).is_empty());
    }

    #[test]
    fn a_client_that_is_killed_over_an_answer_gets_it_again() {
        let mut inbox = Inbox::default();
        asked(&mut inbox, None, "0");
        assert!(answered(&mut inbox, 1, "1", &[1], &[&DELAY]).is_empty());
        asked(&mut inbox, Some(1), "1");
        // The server has nothing new, so the position stays.
        assert_eq!(answered(&mut inbox, 2, "1", &[], &[]), [1]);
        asked(&mut inbox, None, "1");
        assert_eq!(answered(&mut inbox, 1, "1", &[], &[]), [1]);
        asked(&mut inbox, Some(1), "1");
        assert!(answered(&mut inbox, 2, "1", &[], &[]).is_empty());
    }

    #[test]
    fn what_the_server_gives_again_by_itself_is_not_doubled() {
        let mut inbox = Inbox::default();
        asked(&mut inbox, None, "0");
        assert!(answered(&mut inbox, 1, "1", &[1], &[&DELAY]).is_empty());
        asked(&mut inbox, None, "0");
        assert_eq!(answered(&mut inbox, 2, "1", &[1], &[]), [1]);
    }

    #[test]
    fn order_number_and_sender_change() {
        let mut inbox = Inbox::default();
        let (reorder, duplicate) = (Fault::ToDevice(ToDevice::Reorder), Fault::ToDevice(ToDevice::Duplicate));
        assert_eq!(answered(&mut inbox, 1, "1", &[1, 2], &[&reorder]), [2, 1]);
        assert_eq!(answered(&mut inbox, 2, "2", &[1, 2], &[&duplicate]), [1, 2, 1, 2]);
        let mut answer = json!({"rooms": {"!r": {"timeline": [{"sender": "@a:x"}, {"sender": "@b:x"}]}}});
        inbox.answer(&mut answer, &[&Fault::Sender { from: "@a:x".into(), to: "@c:x".into() }]);
        assert_eq!(answer["rooms"]["!r"]["timeline"], json!([{"sender": "@c:x"}, {"sender": "@b:x"}]));
    }
}
