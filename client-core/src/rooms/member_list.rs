//! The list of a room's members as a file for a spreadsheet.
//!
//! A spreadsheet runs what begins like a formula, and people choose their own names in other systems: such cells begin with
//! an apostrophe. Every cell is quoted, lines end as RFC 4180 says, and a byte order mark tells which encoding it is.

use matrix_sdk::RoomMemberships;

use crate::Result;
use crate::messenger::Messenger;
use crate::text::clean_file_name;
use crate::view::{MemberListWords, MemberView, RoomRole};

impl Messenger {
    /// A name for the file, and its content.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`].
    pub async fn member_list(&self, room_id: &str, words: &MemberListWords) -> Result<(String, Vec<u8>)> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        let members = active.members_of(&room, RoomMemberships::ACTIVE).await?;
        let name = room.cached_display_name().map(|name| name.to_string()).unwrap_or_default();
        let name = clean_file_name(&name.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], " "));
        Ok((format!("{name}.csv"), csv(&members, words).into_bytes()))
    }
}

fn csv(members: &[MemberView], words: &MemberListWords) -> String {
    let mut text = String::from("\u{FEFF}");
    line(&mut text, words.columns.iter().map(String::as_str));
    for member in members {
        let role = match member.role {
            RoomRole::Member => &words.member,
            RoomRole::Moderator => &words.moderator,
            RoomRole::Administrator => &words.administrator,
        };
        let external = if member.external { words.external.as_str() } else { "" };
        let state = if member.invited { &words.invited } else { &words.joined };
        line(&mut text, [&member.name, &member.organisation, &member.user_id, role.as_str(), external, state.as_str()]);
    }
    text
}

fn line<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

fn cell(value: &str) -> String {
    let formula = value.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", value.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_formula() {
        let member = |name: &str, role: RoomRole, external: bool| MemberView {
            user_id: "@a:x.example".into(),
            name: name.into(),
            organisation: "Interior, \"north\"".into(),
            invited: false,
            external,
            role,
            below: false,
        };
        let words = MemberListWords {
            columns: ["Name", "Organisation", "Account", "Role", "Outside", "State"].map(ToOwned::to_owned).to_vec(),
            member: "member".into(),
            moderator: "moderator".into(),
            administrator: "administrator".into(),
            external: "external".into(),
            invited: "invited".into(),
            joined: "in".into(),
        };
        let members = [
            member("Olena KOVALENKO", RoomRole::Administrator, false),
            member("=HYPERLINK(\"http://x\")", RoomRole::Member, true),
            member(" +1", RoomRole::Moderator, false),
        ];
        insta::assert_snapshot!(csv(&members, &words).replace('\u{FEFF}', "BOM ").replace("\r\n", "\n"), @r#"
        BOM "Name","Organisation","Account","Role","Outside","State"
        "Olena KOVALENKO","Interior, ""north""","'@a:x.example","administrator","","in"
        "'=HYPERLINK(""http://x"")","Interior, ""north""","'@a:x.example","member","external","in"
        "' +1","Interior, ""north""","'@a:x.example","moderator","","in"
        "#);
    }
}
