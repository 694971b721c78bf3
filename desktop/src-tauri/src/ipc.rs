//! The commands as one list, and the TypeScript that the interface calls them with.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use client_core::view::{
    ConnectionView, ListDiff, OlderView, RoomSummary, TimelineItemView, TrustView, UnitRoomView, VerificationView,
};
use specta_typescript::Typescript;
use tauri::Wry;
use tauri_specta::{Builder, Casing, ErrorHandlingMode, collect_commands};

use crate::commands::{
    accounts, administration, app_lock, conversing, desk, devices, files, later, people, rooms, search, session, shell,
    timeline, trust, voice, writing,
};

/// All commands.
pub(crate) fn builder() -> Builder<Wry> {
    Builder::<Wry>::new()
        .function_casing(Casing::SnakeCase)
        .error_handling(ErrorHandlingMode::Throw)
        .typ::<ConnectionView>()
        .typ::<TrustView>()
        .typ::<VerificationView>()
        .typ::<UnitRoomView>()
        .typ::<OlderView>()
        .typ::<ListDiff<RoomSummary>>()
        .typ::<ListDiff<TimelineItemView>>()
        .commands(collect_commands![
            shell::environment,
            session::start,
            session::unlock,
            session::discover,
            session::signup,
            session::signup_confirm,
            session::sign_in,
            session::sign_in_with_provider,
            session::give_up_sign_in,
            session::password_reset,
            session::password_reset_confirm,
            session::sign_out,
            session::watch_connection,
            session::watch_mode,
            rooms::watch_rooms,
            rooms::room_details,
            rooms::create_room,
            rooms::start_direct,
            rooms::invite,
            rooms::accept_invite,
            rooms::decline_invite,
            rooms::leave_room,
            rooms::set_room_place,
            rooms::watch_folders,
            rooms::set_room_folder,
            rooms::rename_folder,
            rooms::set_room_notifications,
            rooms::set_room_unread,
            rooms::invitation,
            rooms::public_rooms,
            rooms::join_public,
            rooms::public_page,
            rooms::public_room,
            administration::members,
            administration::save_member_list,
            administration::set_role,
            administration::remove_member,
            administration::ban_member,
            administration::unban_member,
            administration::set_room_name,
            administration::set_room_topic,
            administration::set_earlier_for_all,
            administration::set_room_picture,
            administration::remove_room_picture,
            administration::open_to_externals,
            administration::pins,
            administration::pin,
            administration::unpin,
            administration::tell_moderators,
            administration::invite_lines,
            administration::invite_unit,
            administration::upgrade_room,
            administration::follow_room,
            administration::invite_externals,
            administration::externals,
            administration::renew_external,
            administration::end_external,
            timeline::open_timeline,
            timeline::close_timeline,
            timeline::paginate_back,
            timeline::send_message,
            timeline::edit_message,
            timeline::delete_message,
            timeline::toggle_reaction,
            timeline::mark_read,
            timeline::retry_send,
            timeline::pause_send,
            timeline::cancel_send,
            conversing::threads,
            conversing::thread_of,
            conversing::create_poll,
            conversing::vote,
            conversing::end_poll,
            conversing::passage,
            conversing::forward_message,
            conversing::event_at,
            conversing::paginate_on,
            writing::watch_typing,
            writing::close_typing,
            writing::set_typing,
            writing::traces,
            writing::set_traces,
            writing::drafts,
            writing::keep_draft,
            writing::message_link,
            writing::versions,
            later::watch_later,
            later::send_later,
            later::change_later,
            later::send_later_now,
            later::delete_later,
            search::search_messages,
            search::search_coverage,
            search::writers,
            search::search_older,
            search::stop_search_older,
            search::shared_files,
            files::choose_files,
            files::send_chosen,
            files::send_bytes,
            files::save_file,
            files::file_text,
            files::check_file_again,
            voice::start_recording,
            voice::stop_recording,
            voice::recordings,
            voice::recorded,
            voice::send_recording,
            voice::discard_recording,
            people::search_people,
            people::person_card,
            people::account_card,
            people::invite_person,
            people::branches,
            people::people_of,
            people::unit_reach,
            people::write_to_unit,
            people::watch_move,
            devices::watch_trust,
            devices::watch_keys,
            devices::scanner_trust,
            devices::create_recovery_key,
            devices::save_recovery_key,
            devices::forget_recovery_key,
            devices::recover,
            devices::watch_verification,
            devices::request_verification,
            devices::accept_verification,
            devices::compare_signs,
            devices::confirm_scan,
            devices::confirm_emoji,
            devices::reject_emoji,
            devices::cancel_verification,
            trust::watch_own_devices,
            trust::know_device,
            trust::sign_out_devices,
            trust::request_device_verification,
            trust::request_person_verification,
            trust::watch_identity_changes,
            trust::close_identity_changes,
            trust::accept_identity,
            trust::recovery_check_due,
            trust::postpone_recovery_check,
            trust::check_recovery_key,
            trust::begin_anew,
            app_lock::app_lock,
            app_lock::set_app_lock,
            app_lock::remove_app_lock,
            app_lock::lock_app,
            app_lock::unlock_app,
            accounts::accounts,
            accounts::open_account,
            accounts::add_account,
            shell::diagnostics,
            shell::save_diagnostics,
            shell::open_link,
            shell::set_locale,
            shell::set_zoom,
            shell::newer_version,
            desk::notices,
            desk::set_notices,
            desk::hush,
            desk::test_notification,
            desk::autostart,
            desk::set_autostart,
            desk::watch_requests,
            desk::follow_link,
        ])
}

/// Where the interface keeps the generated file.
pub fn bindings_path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/ipc/bindings.ts"))
}

/// The interface's typed commands.
///
/// # Errors
/// If a type cannot be said in TypeScript.
pub fn bindings() -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("depesha-bindings-{}-{call}.ts", std::process::id()));
    builder().export(Typescript::default(), &path)?;
    let text = std::fs::read_to_string(&path)?;
    std::fs::remove_file(&path)?;
    Ok(text)
}
