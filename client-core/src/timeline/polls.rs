//! Polls: making one, voting, ending it, and how it stands.

use std::collections::{HashMap, HashSet};

use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::poll::start::PollKind;
use matrix_sdk::ruma::events::poll::unstable_end::UnstablePollEndEventContent;
use matrix_sdk::ruma::events::poll::unstable_response::UnstablePollResponseEventContent;
use matrix_sdk::ruma::events::poll::unstable_start::{
    NewUnstablePollStartEventContent, UnstablePollAnswer, UnstablePollAnswers, UnstablePollStartContentBlock,
    UnstablePollStartEventContent,
};
use matrix_sdk_ui::timeline::PollResult;

use super::gateway::Gateway;
use crate::Result;
use crate::messenger::Messenger;
use crate::text::clean;
use crate::view::{NewPoll, PollAnswer, PollView, ProblemView};

/// As many answers as a poll may have.
const MOST: usize = 20;

impl Messenger {
    /// Asks a question with answers to choose from.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] without a question or with fewer than two or more than twenty answers,
    /// [`ProblemView::NotEncrypted`].
    pub async fn create_poll(&self, room_id: &str, poll: &NewPoll) -> Result<()> {
        let content = start(poll).ok_or(ProblemView::NotFound)?;
        let room = self.active()?.room(room_id)?;
        Gateway::open(&room).await?.send(UnstablePollStartEventContent::New(content)).await
    }

    /// Votes, in the place of an earlier vote; without answers the vote is taken back.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if it is no poll, or one that has ended.
    pub async fn vote(&self, room_id: &str, item: &str, answers: Vec<String>) -> Result<()> {
        let (timeline, event) = self.event(room_id, item).await?;
        let poll = event.content().as_poll().map(|poll| poll.results()).ok_or(ProblemView::NotFound)?;
        let id = event.event_id().ok_or(ProblemView::NotFound)?;
        if poll.end_time.is_some() || !answers.iter().all(|one| poll.answers.iter().any(|known| known.id == *one)) {
            return Err(ProblemView::NotFound);
        }
        let content = UnstablePollResponseEventContent::new(answers, id.to_owned());
        Gateway::open(timeline.room()).await?.send(content).await
    }

    /// Ends a poll of the person here. `words` are for programs that know no polls.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if it is not theirs.
    pub async fn end_poll(&self, room_id: &str, item: &str, words: &str) -> Result<()> {
        let (timeline, event) = self.event(room_id, item).await?;
        let id =
            event.event_id().filter(|_| event.is_own() && event.content().is_poll()).ok_or(ProblemView::NotFound)?;
        let content = UnstablePollEndEventContent::new(words, id.to_owned());
        Gateway::open(timeline.room()).await?.send(content).await
    }
}

/// The content of a new poll; none if it is not one.
fn start(poll: &NewPoll) -> Option<NewUnstablePollStartEventContent> {
    let question = poll.question.trim();
    let mut seen = HashSet::new();
    let answers = poll.answers.iter().map(|answer| answer.trim());
    let answers: Vec<&str> = answers.filter(|answer| !answer.is_empty() && seen.insert(*answer)).collect();
    if question.is_empty() || answers.len() < 2 || answers.len() > MOST {
        return None;
    }
    let number = |place: usize| (place + 1).to_string();
    let lines: Vec<String> =
        answers.iter().enumerate().map(|(place, text)| format!("{}. {text}", number(place))).collect();
    let fallback = format!("{question}\n{}", lines.join("\n"));
    let most = if poll.several { u32::try_from(answers.len()).ok()? } else { 1 };
    let answers = answers.iter().enumerate().map(|(place, text)| UnstablePollAnswer::new(number(place), *text));
    let answers = UnstablePollAnswers::try_from(answers.collect::<Vec<_>>()).ok()?;
    let mut block = UnstablePollStartContentBlock::new(question, answers);
    block.kind = if poll.at_end { PollKind::Undisclosed } else { PollKind::Disclosed };
    block.max_selections = most.into();
    Some(NewUnstablePollStartEventContent::plain_text(fallback, block))
}

/// How a poll stands.
pub(super) fn view(poll: &PollResult, own: &UserId) -> PollView {
    let answers = poll.answers.iter().map(|answer| (answer.id.as_str(), answer.text.as_str()));
    let most = u32::try_from(poll.max_selections).unwrap_or(u32::MAX);
    let at_end = poll.kind != PollKind::Disclosed;
    let ended = poll.end_time.is_some();
    let (answers, voters) = stands(answers.collect(), &poll.votes, own, at_end && !ended);
    let most = most.clamp(1, count(answers.len().max(1)));
    PollView { question: clean(&poll.question), answers, most, voters, ended }
}

/// The answers with their votes, and how many people voted. Of those that are `kept` back nobody sees more than their own.
fn stands(
    answers: Vec<(&str, &str)>,
    votes: &HashMap<String, Vec<String>>,
    own: &UserId,
    kept: bool,
) -> (Vec<PollAnswer>, Option<u32>) {
    let voters: HashSet<&String> = votes.values().flatten().collect();
    let answers = answers.into_iter().map(|(id, text)| {
        let votes = votes.get(id);
        PollAnswer {
            id: id.to_owned(),
            text: clean(text),
            votes: (!kept).then(|| count(votes.map_or(0, Vec::len))),
            own: votes.is_some_and(|votes| votes.iter().any(|user| user == own.as_str())),
        }
    });
    (answers.collect(), (!kept).then(|| count(voters.len())))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::user_id;

    use super::*;

    fn new(question: &str, answers: &[&str], several: bool, at_end: bool) -> NewPoll {
        let answers = answers.iter().map(|answer| (*answer).to_owned()).collect();
        NewPoll { question: question.into(), answers, several, at_end }
    }

    #[test]
    fn a_poll_has_a_question_and_two_to_twenty_answers() {
        let content = start(&new(" Lunch? ", &["Yes", " No", "", "Yes"], true, false)).expect("poll");
        let json = serde_json::to_value(&content).expect("JSON");
        let block = &json["org.matrix.msc3381.poll.start"];
        assert_eq!(block["max_selections"], 2);
        assert_eq!(block["kind"], "org.matrix.msc3381.poll.disclosed");
        assert_eq!(block["answers"].as_array().map(Vec::len), Some(2));
        assert_eq!(json["org.matrix.msc1767.text"], "Lunch?\n1. Yes\n2. No");
        let many: Vec<String> = (0..21).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(start(&new("Which?", &many[..20], false, true)).is_some());
        for (question, answers) in [("", &["a", "b"][..]), ("?", &["a", "a"]), ("?", &many)] {
            assert!(start(&new(question, answers, false, false)).is_none(), "{question} {answers:?}");
        }
    }

    #[test]
    fn results_that_are_kept_back_show_ones_own_vote_alone() {
        let own = user_id!("@own:x");
        let of = |users: &[&str]| users.iter().map(|user| (*user).to_owned()).collect::<Vec<String>>();
        let votes = HashMap::from([("1".into(), of(&["@own:x", "@b:x"])), ("2".into(), of(&["@b:x"]))]);
        let answers = vec![("1", "Yes"), ("2", "No")];
        let (kept, voters) = stands(answers.clone(), &votes, own, true);
        assert_eq!((voters, kept[0].votes, kept[0].own), (None, None, true));
        let (shown, voters) = stands(answers, &votes, own, false);
        assert_eq!((voters, shown[0].votes, shown[1].votes), (Some(2), Some(2), Some(1)));
        assert!(!shown[1].own);
    }
}
