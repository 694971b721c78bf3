//! Members with their roles, what one may do, invitations by list, and what is written to the homeserver.

use client_core::view::{InviteOutcome, MemberFilter, ProblemView, RoomRole};
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use crate::stage::{OWN, Stage, administers, answer, member, room};

const ROOM: &str = "!room";

/// A private room with a moderator, a member, somebody from outside and an invited colleague.
async fn managed(levels: Value, role: RoomRole) -> Stage {
    let stage = Stage::inside().await;
    let people = vec![
        member(OWN, "Olena KOVALENKO [Interior]", "join"),
        member("@marc:finance.example", "Marc DUPONT [Finance]", "join"),
        member("@ana:interior.example", "Ana BONDAR [Interior]", "join"),
        member("@dana:outside.example", "Dana SMITH", "join"),
        member("@ivan:interior.example", "Ivan MARCHUK [Interior]", "invite"),
    ];
    let chunk: Vec<Value> = people
        .into_iter()
        .map(|mut event| {
            event["room_id"] = json!(ROOM);
            event
        })
        .collect();
    stage.on("GET", "/rooms/!room/members", answer(json!({"chunk": chunk}))).await;
    let nothing = ResponseTemplate::new(404).set_body_json(json!({"errcode": "M_NOT_FOUND", "error": "no"}));
    stage.on("GET", "/rooms/!room/state/", nothing).await;
    stage.has(ROOM, room(OWN, false, levels, vec![]), |_| true).await;
    // The row may be there a moment before the rest of the room.
    while stage.messenger.room_details(ROOM).await.map(|details| (details.role, details.member_count)) != Ok((role, 5))
    {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    stage
}

fn with_moderator() -> Value {
    let mut levels = administers();
    levels["users"]["@marc:finance.example"] = json!(50);
    levels
}

#[tokio::test]
async fn whoever_administers_a_room_sees_who_is_who_and_may_decide() {
    let stage = managed(with_moderator(), RoomRole::Administrator).await;
    let details = stage.messenger.room_details(ROOM).await.expect("details");
    assert_eq!((details.role, details.member_count, details.external_count), (RoomRole::Administrator, 5, 1));
    assert!(details.last_administrator, "a moderator is no administrator");
    assert!(details.rights.roles && details.rights.ban && details.rights.open && details.rights.upgrade);
    assert_eq!(details.upgrade.map(|upgrade| (upgrade.from, upgrade.to)), Some(("11".into(), "12".into())));
    let page = |filter, term: &'static str| stage.messenger.members(ROOM, filter, term, 0);
    let managing = page(MemberFilter::Managing, "").await.expect("page");
    let roles: Vec<_> = managing.members.iter().map(|one| (one.name.as_str(), one.role, one.below)).collect();
    let expected = [("Marc DUPONT", RoomRole::Moderator, true), ("Olena KOVALENKO", RoomRole::Administrator, false)];
    assert_eq!(roles, expected);
    let outside = page(MemberFilter::External, "").await.expect("page");
    assert_eq!((outside.total, outside.members[0].name.as_str()), (1, "Dana SMITH"));
    let named = page(MemberFilter::Everybody, "mar").await.expect("page");
    assert_eq!(named.members.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Marc DUPONT", "Ivan MARCHUK"]);
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_plain_member_may_decide_nothing() {
    let stage = managed(json!({"users": {"@marc:finance.example": 100}}), RoomRole::Member).await;
    let details = stage.messenger.room_details(ROOM).await.expect("details");
    assert_eq!((details.role, details.last_administrator), (RoomRole::Member, false));
    let rights = details.rights;
    assert!(!rights.roles && !rights.remove && !rights.open && !rights.name && !rights.pin && !rights.upgrade);
    assert!(details.members.iter().all(|one| !one.below));
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_role_is_a_power_level_and_opening_the_room_a_rule() {
    let stage = managed(administers(), RoomRole::Administrator).await;
    stage.messenger.set_role(ROOM, "@marc:finance.example", RoomRole::Moderator).await.expect("written");
    let (_, levels) = stage.asked("PUT", "m.room.power_levels").await.pop().expect("asked");
    assert_eq!(levels["users"], json!({OWN: 100, "@marc:finance.example": 50}));
    stage.messenger.open_to_externals(ROOM).await.expect("written");
    let (_, rule) = stage.asked("PUT", "im.vector.room.access_rules").await.pop().expect("asked");
    assert_eq!(rule, json!({"rule": "unrestricted", "visibility": "private"}));
    let details = stage.messenger.room_details(ROOM).await.expect("details");
    assert!(details.summary.externals && !details.rights.open, "there is no second time");
    let refused = ResponseTemplate::new(403).set_body_json(json!({"errcode": "M_FORBIDDEN", "error": "Not you."}));
    stage.on("POST", "/rooms/!room/ban$", refused).await;
    let problem = ProblemView::Refused { reason: "Not you.".into() };
    assert_eq!(stage.messenger.ban_member(ROOM, "@ana:interior.example").await, Err(problem));
    stage.messenger.close().await;
}

#[tokio::test]
async fn each_line_of_a_pasted_list_is_answered_and_nobody_is_guessed() {
    let stage = managed(administers(), RoomRole::Administrator).await;
    let person = |id: &str, name: &str, user: Option<&str>, state: &str| {
        let mut person = json!({"person_id": id, "name": name, "title": "", "unit": "", "organisation": "Finance",
            "organisation_id": "finance", "state": state});
        if let Some(user) = user {
            person["user_id"] = json!(user);
        }
        person
    };
    let play = move |request: &Request| {
        let body: Value = request.body_json().expect("JSON");
        let people = match body["term"].as_str().unwrap_or_default() {
            "new@finance.example" => vec![person("p1", "New ONE", Some("@new:finance.example"), "active")],
            "Marc DUPONT" => vec![person("p2", "Marc DUPONT", Some("@marc:finance.example"), "active")],
            "Jean MARTIN" => vec![
                person("p3", "Jean MARTIN", Some("@j1:finance.example"), "active"),
                person("p4", "Jean MARTIN", Some("@j2:finance.example"), "active"),
            ],
            "Not YET" => vec![person("p5", "Not YET", None, "known")],
            // A slip that the catalogue forgives is nobody here.
            "Anna BONDAR" => vec![person("p6", "Ana BONDAR", Some("@ana:interior.example"), "active")],
            _ => vec![],
        };
        answer(json!({"people": people, "units": [], "organisations": []}))
    };
    stage.on("POST", "/people/search$", play).await;
    let lines =
        ["new@finance.example", "  ", "Marc DUPONT", "Jean MARTIN", "Not YET", "Anna BONDAR"].map(ToOwned::to_owned);
    let answers = stage.messenger.invite_lines(ROOM, &lines).await.expect("answers");
    let outcomes: Vec<_> = answers.into_iter().map(|answer| answer.outcome).collect();
    let expected = [
        InviteOutcome::Invited,
        InviteOutcome::AlreadyThere,
        InviteOutcome::Several { count: 2 },
        InviteOutcome::NotYet,
        InviteOutcome::NotFound,
    ];
    assert_eq!(outcomes, expected);
    let invited = stage.asked("POST", "/rooms/!room/invite").await;
    assert_eq!(
        invited.into_iter().map(|(_, body)| body["user_id"].clone()).collect::<Vec<_>>(),
        ["@new:finance.example"]
    );
    stage.messenger.close().await;
}
