//! Writing to a whole unit: a private room with its name, to which everybody there who has an account is invited.

use std::sync::Arc;
use std::time::Duration;

use async_stream::stream;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use matrix_sdk::RoomMemberships;
use matrix_sdk::ruma::{OwnedUserId, UserId};

use crate::Result;
use crate::messenger::Messenger;
use crate::platform::sleep;
use crate::problem::from_sdk;
use crate::rooms::members_in;
use crate::session::Active;
use crate::text::clean;
use crate::view::{NewRoom, PeoplePage, ProblemView, Reach, RoomKind, UnitReach, UnitRoomView};

/// The most people of one unit who are invited at once.
const MOST: usize = 500;
/// How often a request is made again that came too fast, and the first pause; each pause is longer by as much.
const TRIES: u32 = 8;
const PAUSE: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 500 });

/// Whom the room is for.
#[derive(Debug, Default, PartialEq)]
struct Audience {
    invite: Vec<OwnedUserId>,
    not_yet: u32,
    cut: bool,
}

impl Audience {
    /// Adds a page of people; false when there is room for no more.
    fn add(&mut self, page: &PeoplePage, own: Option<&UserId>) -> bool {
        for person in &page.people {
            let user = person.user_id.as_deref().filter(|_| person.reach == Reach::OnDepesha);
            match user.and_then(|id| UserId::parse(id).ok()) {
                Some(user) if Some(&*user) == own || self.invite.contains(&user) => {}
                Some(_) if self.invite.len() == MOST => {
                    self.cut = true;
                    return false;
                }
                Some(user) => self.invite.push(user),
                None => self.not_yet += 1,
            }
        }
        true
    }
}

impl Messenger {
    /// Whom a message to a unit, with the units below it, would reach.
    ///
    /// # Errors
    /// [`ProblemView::Unreachable`], [`ProblemView::SlowDown`].
    pub async fn unit_reach(&self, organisation_id: &str, path: &[String]) -> Result<UnitReach> {
        let audience = self.active()?.audience(organisation_id, path).await?;
        Ok(UnitReach {
            on_depesha: u32::try_from(audience.invite.len()).unwrap_or(u32::MAX),
            not_yet: audience.not_yet,
            cut: audience.cut,
        })
    }

    /// Makes the room of a unit and invites its people, one after the other. Ends with [`UnitRoomView::Done`] or
    /// [`UnitRoomView::Failed`].
    ///
    /// # Errors
    /// [`ProblemView::SignedOut`], [`ProblemView::NotFound`] without a unit.
    pub fn write_to_unit(&self, organisation_id: &str, path: &[String]) -> Result<BoxStream<'static, UnitRoomView>> {
        let active = self.active()?;
        let name = path.last().map(|name| clean(name)).ok_or(ProblemView::NotFound)?;
        let (messenger, organisation_id, path) = (self.clone(), organisation_id.to_owned(), path.to_vec());
        let making = active.clone();
        let made = async move {
            let audience = making.audience(&organisation_id, &path).await?;
            let new = NewRoom { name, topic: String::new(), kind: RoomKind::Private, invite: Vec::new() };
            Ok((messenger.create_room(&new).await?, audience.invite))
        };
        Ok(stream::iter([UnitRoomView::Making]).chain(active.invite_all(made)).boxed())
    }

    /// Invites the people of a unit to a room that exists, one after the other; those who are in it or invited are left
    /// out. Ends as [`Messenger::write_to_unit`].
    ///
    /// # Errors
    /// [`ProblemView::SignedOut`], [`ProblemView::NotFound`] without the room.
    pub fn invite_unit(
        &self,
        room_id: &str,
        organisation_id: &str,
        path: &[String],
    ) -> Result<BoxStream<'static, UnitRoomView>> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        let (organisation_id, path) = (organisation_id.to_owned(), path.to_vec());
        let looking = active.clone();
        let found = async move {
            let audience = looking.audience(&organisation_id, &path).await?;
            let there = members_in(&room, RoomMemberships::ACTIVE).await.map_err(|error| from_sdk(&error))?;
            let missing = |user: &OwnedUserId| !there.iter().any(|member| member.user_id() == user);
            Ok((room.room_id().to_string(), audience.invite.into_iter().filter(missing).collect()))
        };
        Ok(active.invite_all(found))
    }
}

impl Active {
    /// Gets the room and the people ready, then invites one after the other and says how far it is. Ends with
    /// [`UnitRoomView::Done`], or with [`UnitRoomView::Failed`] if they did not get ready.
    pub(crate) fn invite_all(
        self: &Arc<Self>,
        ready: impl Future<Output = Result<(String, Vec<OwnedUserId>)>> + Send + 'static,
    ) -> BoxStream<'static, UnitRoomView> {
        let active = self.clone();
        let work = stream! {
            let (room, people) = match ready.await {
                Ok(ready) => ready,
                Err(problem) => {
                    yield UnitRoomView::Failed { problem };
                    return;
                }
            };
            let total = u32::try_from(people.len()).unwrap_or(u32::MAX);
            let (mut invited, mut failed) = (0, 0);
            yield UnitRoomView::Inviting { done: 0, total };
            for user in &people {
                match patiently(|| active.invite_to(&room, user)).await {
                    Ok(()) => invited += 1,
                    Err(_) => failed += 1,
                }
                yield UnitRoomView::Inviting { done: invited + failed, total };
            }
            yield UnitRoomView::Done { room, invited, failed };
        };
        work.boxed()
    }

    async fn audience(&self, organisation_id: &str, path: &[String]) -> Result<Audience> {
        let mut audience = Audience::default();
        let mut from = 0;
        loop {
            let page = patiently(|| self.page_of(organisation_id, path, from)).await?;
            if !audience.add(&page, self.client.user_id()) {
                return Ok(audience);
            }
            match page.next {
                Some(next) if next > from => from = next,
                _ => return Ok(audience),
            }
        }
    }
}

/// Does it again after a while for as long as it comes too fast.
pub(crate) async fn patiently<T, F: Future<Output = Result<T>>>(mut work: impl FnMut() -> F) -> Result<T> {
    let mut tried = 0;
    loop {
        match work().await {
            Err(ProblemView::SlowDown) if tried < TRIES => {
                tried += 1;
                sleep(PAUSE * tried).await;
            }
            answer => return answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::PersonView;

    fn person(id: usize, reach: Reach) -> PersonView {
        PersonView {
            person_id: format!("p{id}"),
            user_id: (reach != Reach::NotYet).then(|| format!("@p{id}:x.example")),
            name: String::new(),
            title: String::new(),
            unit: String::new(),
            unit_path: Vec::new(),
            organisation: String::new(),
            organisation_id: String::new(),
            reach,
        }
    }

    #[test]
    fn who_has_an_account_is_invited_once_and_never_oneself() {
        let own = UserId::parse("@p0:x.example").expect("id");
        let people = vec![
            person(0, Reach::OnDepesha),
            person(1, Reach::OnDepesha),
            person(1, Reach::OnDepesha),
            person(2, Reach::NotYet),
            person(3, Reach::Unreachable),
        ];
        let mut audience = Audience::default();
        assert!(audience.add(&PeoplePage { people, next: None }, Some(&own)));
        assert_eq!(audience.invite, [UserId::parse("@p1:x.example").expect("id")]);
        assert_eq!((audience.not_yet, audience.cut), (2, false));
    }

    #[test]
    fn more_than_the_most_are_cut_and_it_is_said() {
        let page = |from: usize, to: usize| PeoplePage {
            people: (from..to).map(|id| person(id, Reach::OnDepesha)).collect(),
            next: None,
        };
        let mut audience = Audience::default();
        assert!(audience.add(&page(0, MOST), None));
        assert!(!audience.cut);
        assert!(!audience.add(&page(MOST, MOST + 1), None));
        assert!(audience.cut);
        assert_eq!(audience.invite.len(), MOST);
    }

    #[tokio::test]
    async fn what_came_too_fast_is_done_again_but_not_for_ever() {
        let mut left = 3;
        let answer = patiently(|| {
            left -= 1;
            let ready = left == 0;
            async move { if ready { Ok(7) } else { Err(ProblemView::SlowDown) } }
        });
        assert_eq!(answer.await, Ok(7));
        let never = patiently(|| async { Err::<(), _>(ProblemView::SlowDown) });
        assert_eq!(never.await, Err(ProblemView::SlowDown));
        let other = patiently(|| async { Err::<(), _>(ProblemView::Unreachable) });
        assert_eq!(other.await, Err(ProblemView::Unreachable));
    }
}
