//! Fields of a profile that belong to HR.

use axum::http::Method;

/// Why a request to a profile is refused, if it is. `path` begins behind `profile`.
pub(super) fn refusal(method: &Method, path: &[&str]) -> Option<&'static str> {
    if matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let theirs = match path {
        [_, field, ..] => {
            let field = field.to_lowercase();
            field == "displayname" || field.starts_with("org.depesha.")
        }
        // Whole profiles at once would take HR's fields with them.
        _ => true,
    };
    theirs.then_some("Your name comes from the HR register. Ask your HR department to correct it.")
}
