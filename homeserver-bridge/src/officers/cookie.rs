//! The session's cookie. Each console has its own name for it, because browsers do not tell ports apart.

use super::Console;

/// The name; `secure` says that the console is reached over HTTPS.
pub fn cookie_name(console: Console, secure: bool) -> String {
    let prefix = if secure { "__Host-" } else { "" };
    format!("{prefix}depesha_{}", console.word())
}

/// `Set-Cookie` for a session's token; an empty token takes the cookie away.
pub fn session_cookie(console: Console, secure: bool, token: &str) -> String {
    let name = cookie_name(console, secure);
    let secure = if secure { "; Secure" } else { "" };
    let end = if token.is_empty() { "; Max-Age=0" } else { "" };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict{secure}{end}")
}

/// The value of a cookie in the headers `Cookie` of a request.
pub fn find_cookie<'a>(headers: impl Iterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    headers
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let headers = ["xdepesha_security=1; depesha_admin=2", "a; depesha_security=3"];
        let find = |name: &str| find_cookie(headers.iter().copied(), name);
        assert_eq!(find("depesha_security"), Some("3"));
        assert_eq!(find("depesha_admin"), Some("2"));
        assert_eq!(find("depesha"), None);
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        insta::assert_snapshot!(session_cookie(Console::Security, true, "t"), @"__Host-depesha_security=t; Path=/; HttpOnly; SameSite=Strict; Secure");
        insta::assert_snapshot!(session_cookie(Console::Security, false, ""), @"depesha_security=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    }
}
