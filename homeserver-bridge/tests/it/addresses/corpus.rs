//! The hostile texts, each with what must come of it; and who owns a domain, as a relay that knows nothing but the rules as
//! they are written would say.

/// A text that somebody types as an address.
pub(crate) struct Case {
    pub(crate) text: String,
    pub(crate) expected: Expected,
}

/// What must come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expected {
    /// 400.
    Refused,
    /// This mailbox, if its domain is somebody's.
    Mailbox(String),
    /// Either; if it is taken, [`Case::may_be`] says what it may be.
    Open,
}

impl Case {
    /// Whether a canonical form is one that may be made of this text.
    pub(crate) fn may_be(&self, canonical: &str) -> Result<(), &'static str> {
        if let Expected::Mailbox(expected) = &self.expected {
            return if expected == canonical { Ok(()) } else { Err("another mailbox than the one expected") };
        }
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._+-'&=~".contains(c);
        let (local, domain) = canonical.split_once('@').ok_or("no @")?;
        let dots = |part: &str| part.split('.').all(|atom| !atom.is_empty());
        if local.is_empty() || !local.chars().all(plain) || !dots(local) || local.len() > 64 {
            return Err("a local part that could be read in two ways");
        }
        let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        if !domain.chars().all(named) || !dots(domain) || canonical.len() > 254 {
            return Err("a domain that could be read in two ways");
        }
        if self.text.is_ascii() {
            return if self.text.to_ascii_lowercase() == canonical {
                Ok(())
            } else {
                Err("more than letter case has changed")
            };
        }
        let (typed_local, typed_domain) = self.text.rsplit_once('@').ok_or("no @ was typed")?;
        if !typed_local.is_ascii() || typed_local.to_ascii_lowercase() != local {
            return Err("another local part than what was typed");
        }
        let (typed, made): (Vec<_>, Vec<_>) = (typed_domain.split('.').collect(), domain.split('.').collect());
        if typed.len() != made.len() {
            return Err("another number of labels");
        }
        let same = |(typed, made): (&&str, &&str)| {
            typed.to_lowercase() == **made || (!typed.is_ascii() && made.starts_with("xn--"))
        };
        if typed.iter().zip(&made).all(same) { Ok(()) } else { Err("another label than what was typed") }
    }
}

/// The organisation that owns the domain of a canonical address, by the rules as they are written in the relay's bridge.
pub(crate) fn judge(canonical: &str) -> Option<&'static str> {
    match canonical.rsplit('@').next()? {
        "interior.gov.example" | "xn--bcher-kva.example" => Some("interior"),
        "finance.gov.example" => Some("finance"),
        domain => domain.strip_suffix(".agency.gov.example").filter(|rest| !rest.is_empty()).map(|_| "interior"),
    }
}

/// Taken as they are (`U` stands for a local part of its own), with the mailbox that they are.
const MAILBOXES: &[(&str, &str)] = &[
    ("U@interior.gov.example", "U@interior.gov.example"),
    ("U@Interior.GOV.Example", "U@interior.gov.example"),
    ("X-U@INTERIOR.GOV.EXAMPLE", "x-U@interior.gov.example"),
    ("U@finance.gov.example", "U@finance.gov.example"),
    ("U@one.agency.gov.example", "U@one.agency.gov.example"),
    ("U@One.Agency.Gov.Example", "U@one.agency.gov.example"),
    ("U@a.b.c.agency.gov.example", "U@a.b.c.agency.gov.example"),
    ("U@1.agency.gov.example", "U@1.agency.gov.example"),
    ("U@bücher.example", "U@xn--bcher-kva.example"),
    ("U@BÜCHER.example", "U@xn--bcher-kva.example"),
    ("U@xn--bcher-kva.example", "U@xn--bcher-kva.example"),
    ("U@XN--BCHER-KVA.example", "U@xn--bcher-kva.example"),
    ("U@straße.agency.gov.example", "U@xn--strae-oqa.agency.gov.example"),
    ("U+tag@interior.gov.example", "U+tag@interior.gov.example"),
    ("U+@interior.gov.example", "U+@interior.gov.example"),
    ("U-tag@interior.gov.example", "U-tag@interior.gov.example"),
    ("U.tag@interior.gov.example", "U.tag@interior.gov.example"),
    ("U'x@interior.gov.example", "U'x@interior.gov.example"),
    ("U&x@interior.gov.example", "U&x@interior.gov.example"),
    ("U~_x@interior.gov.example", "U~_x@interior.gov.example"),
    // UTF-7 and quoted-printable mean nothing in an address: these are the mailboxes of that very name.
    ("U+aea-evil.example@interior.gov.example", "U+aea-evil.example@interior.gov.example"),
    ("U=40evil.example@interior.gov.example", "U=40evil.example@interior.gov.example"),
    ("U=0d=0a@interior.gov.example", "U=0d=0a@interior.gov.example"),
    // Addresses of nobody here: taken, and nothing is mailed.
    ("U@x.interior.gov.example", "U@x.interior.gov.example"),
    ("U@agency.gov.example", "U@agency.gov.example"),
    ("U@evilagency.gov.example", "U@evilagency.gov.example"),
    ("U@evilinterior.gov.example", "U@evilinterior.gov.example"),
    ("U@interior.gov.example.evil.example", "U@interior.gov.example.evil.example"),
    ("U@interior.gov.examples", "U@interior.gov.examples"),
    ("U@one.agency.gov.example.evil.example", "U@one.agency.gov.example.evil.example"),
    ("U@gov.example", "U@gov.example"),
    ("U@bucher.example", "U@bucher.example"),
    ("U@xn--bcher-kva.example.evil.example", "U@xn--bcher-kva.example.evil.example"),
];

/// Refused: two programs could read them differently, or there is no such mailbox.
const REFUSED: &[&str] = &[
    // More than one @, display names, brackets.
    "U@evil.example@interior.gov.example",
    "U@interior.gov.example@evil.example",
    "U@@interior.gov.example",
    "<U@evil.example> x@interior.gov.example",
    "X <U@interior.gov.example>",
    "<U@interior.gov.example>",
    "<U@interior.gov.example",
    "U@interior.gov.example>",
    "\"X\" <U@interior.gov.example>",
    "mailto:U@interior.gov.example",
    // Comments.
    "U@evil.example(@interior.gov.example)",
    "(x)U@interior.gov.example",
    "U(x)@interior.gov.example",
    "U@(x)interior.gov.example",
    "U@interior.gov.example(x)",
    "U@interior.gov.example (x)",
    "U@interior(x).gov.example",
    "U(@evil.example)@interior.gov.example",
    "U(\\)@interior.gov.example",
    // Quotes.
    "\"U\"@interior.gov.example",
    "\"U@interior.gov.example\"@evil.example",
    "\"U x\"@interior.gov.example",
    "\"U\\\"\"@interior.gov.example",
    "\"\"@interior.gov.example",
    "U.\"x\"@interior.gov.example",
    "\"U@evil.example\"@interior.gov.example",
    "\"U\\@evil.example\"@interior.gov.example",
    "U\\x@interior.gov.example",
    "'U@evil.example'@interior.gov.example",
    // Routes, percent, bang paths.
    "@evil.example:U@interior.gov.example",
    "@evil.example,@b.example:U@interior.gov.example",
    "<@evil.example:U@interior.gov.example>",
    "U%evil.example@interior.gov.example",
    "evil.example!U@interior.gov.example",
    "interior.gov.example!U@evil.example",
    "U%40evil.example@interior.gov.example",
    "U@evil.example%interior.gov.example",
    // White space, folded or not, and control characters.
    " U@interior.gov.example",
    "U@interior.gov.example ",
    "U @interior.gov.example",
    "U@ interior.gov.example",
    "U@interior .gov.example",
    "\tU@interior.gov.example",
    "U\r\n @interior.gov.example",
    "U@\r\n interior.gov.example",
    "U@interior.gov.example\r\n",
    "U@interior.gov.example\n",
    "U@interior.gov.example\r",
    "U@interior.gov.example\r\nRCPT TO:<x@evil.example>",
    "U@interior.gov.example\nRCPT TO:<x@evil.example>",
    "U@interior.gov.example\r\nBcc: x@evil.example",
    "U>\r\nRCPT TO:<x@evil.example",
    "U@interior.gov.example> NOTIFY=NEVER",
    "U\0@interior.gov.example",
    "U@interior.gov.example\0",
    "U@evil.example\0@interior.gov.example",
    "U@interior.gov.example\0.evil.example",
    "\u{1}U@interior.gov.example",
    "U\u{7f}@interior.gov.example",
    "U\u{a0}@interior.gov.example",
    "U@interior.gov.example\u{a0}",
    "U\u{85}@interior.gov.example",
    "U@interior.gov.example\u{2028}",
    "U@interior\u{3000}.gov.example",
    // Address literals and numbers.
    "U@[127.0.0.1]",
    "U@[IPv6:::1]",
    "U@[interior.gov.example]",
    "U@127.0.0.1",
    "U@2130706433",
    "U@127.1",
    "U@0177.0.0.1",
    "U@interior.gov.example:25",
    "U@interior.gov.example/",
    "U@interior.gov.example?x",
    "U@interior.gov.example#x",
    "U@localhost",
    "U@example",
    "U@",
    "@interior.gov.example",
    "interior.gov.example",
    "U",
    "@",
    "",
    // Directions, invisible characters, look-alikes of @ and dot, compatibility forms.
    "\u{202e}U@interior.gov.example",
    "U\u{202e}@interior.gov.example",
    "U@\u{202d}interior.gov.example",
    "U@interior.gov.example\u{200f}",
    "U@interior\u{2066}.gov.example",
    "U\u{200b}@interior.gov.example",
    "U@interior.gov.example\u{200b}",
    "U@inter\u{200b}ior.gov.example",
    "U@inter\u{ad}ior.gov.example",
    "U@inter\u{2060}ior.gov.example",
    "U@inter\u{fe0f}ior.gov.example",
    "\u{feff}U@interior.gov.example",
    "U@inter\u{200d}ior.gov.example",
    "U@inter\u{200c}ior.gov.example",
    "U＠interior.gov.example",
    "U﹫interior.gov.example",
    "U@interior。gov。example",
    "U@interior．gov．example",
    "U@interior｡gov.example",
    "U@interior․gov․example",
    "U@ｉｎｔｅｒｉｏｒ.gov.example",
    "U@ⓘnterior.gov.example",
    "U@𝐢nterior.gov.example",
    "U@inter㏌.gov.example",
    "U@bu\u{308}cher.example",
    "U@interior.gov.exam\u{fb01}le",
    "U@℀.example",
    // Local parts beyond ASCII.
    "éU@interior.gov.example",
    "Uı@interior.gov.example",
    "U\u{212a}@interior.gov.example",
    "Uß@interior.gov.example",
    "аU@interior.gov.example",
    "U\u{301}@interior.gov.example",
    "用户U@interior.gov.example",
    "Ｕ@interior.gov.example",
    // Encoded words and characters that mean something elsewhere.
    "=?utf-8?q?U=40evil.example=00?=@interior.gov.example",
    "=?utf-8?b?YUBldmlsLmV4YW1wbGU=?=@interior.gov.example",
    "U@=?utf-8?q?interior.gov.example?=",
    "U,x@interior.gov.example",
    "U;x@interior.gov.example",
    "U:x@interior.gov.example",
    "U@interior.gov.example,x@evil.example",
    "U@interior.gov.example;x@evil.example",
    "x@evil.example,U@interior.gov.example",
    "U*@interior.gov.example",
    "U|x@interior.gov.example",
    "U`x`@interior.gov.example",
    "U$x@interior.gov.example",
    "U{x}@interior.gov.example",
    "U^x@interior.gov.example",
    "U/x@interior.gov.example",
    "U?x@interior.gov.example",
    "U#x@interior.gov.example",
    "|U@interior.gov.example",
    "/dev/U@interior.gov.example",
    // Dots, hyphens, labels that decode to nothing or to another text.
    "U@interior.gov.example.",
    "U@interior.gov.example..",
    "U.@interior.gov.example",
    ".U@interior.gov.example",
    "U..x@interior.gov.example",
    "U@.interior.gov.example",
    "U@interior..gov.example",
    "U@*.agency.gov.example",
    "U@-a.agency.gov.example",
    "U@a-.agency.gov.example",
    "U@a_b.agency.gov.example",
    "U@xn--.agency.gov.example",
    "U@xn--a.example",
    "U@xn--interior-.gov.example",
    "U@xn--bcher-kva8445foa.\u{200b}example",
    "U@xn--ab-.agency.gov.example",
    "U@xn--80ak6aa92e\u{ad}.example",
    "U@ab--c.agency.gov.example",
    "U@xn--a-ecp.ru\0",
];

/// Taken or not, as Unicode's rules want it.
const OPEN: &[&str] = &[
    // A symbol that looks like a slash is a letter of a name that nobody here owns.
    "U@interior.gov.example⁄evil",
    // Punycode of four rare letters.
    "U@xn--interior.gov.example",
    "U@іnterior.gov.example",
    "U@interior.gov.ехample",
    "U@ınterior.gov.example",
    "U@İnterior.gov.example",
    "U@\u{212a}elvin.agency.gov.example",
    "U@faß.agency.gov.example",
    "U@FASS.agency.gov.example",
    "U@ς.agency.gov.example",
    "U@Σ.agency.gov.example",
    "U@xn--fa-hia.agency.gov.example",
    "U@💩.agency.gov.example",
    "U@xn--ls8h.agency.gov.example",
    "U@☃.agency.gov.example",
    "U@ב.agency.gov.example",
    "U@אב1.agency.gov.example",
    "U@1א.agency.gov.example",
    "U@中国.agency.gov.example",
    "U@ไทย.agency.gov.example",
    "U@a\u{200d}b.agency.gov.example",
    "U@क्\u{200d}ष.agency.gov.example",
    "U@ﬁ.agency.gov.example",
    "U@Ǆ.agency.gov.example",
    "U@ǆ.agency.gov.example",
    "U@ſ.agency.gov.example",
    "U@a·l.agency.gov.example",
    "U@l·l.agency.gov.example",
    "U@ß.example",
    "U@ẞ.agency.gov.example",
    "U@0x7f000001",
    "U@0x7f.1",
    "U@agency.gov.example.agency.gov.example",
    "U@xn--agency-gov.gov.example",
    "U@інтер'єр.example",
];

/// What is put between the characters of good addresses.
const HOSTILE: &[&str] = &[
    "@",
    "<",
    ">",
    "(",
    ")",
    "\"",
    "'",
    "\\",
    ",",
    ";",
    ":",
    "%",
    "!",
    " ",
    "\t",
    "\r\n",
    "\r\n ",
    "\n",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{200e}",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{feff}",
    "\u{301}",
    "\u{308}",
    "\u{fe0f}",
    "\u{e0041}",
    "。",
    "．",
    "｡",
    "․",
    "＠",
    "ｅ",
    "е",
    "і",
    "ı",
    "İ",
    "ſ",
    "\u{212a}",
    "ß",
    "ẞ",
    "ς",
    "é",
    "É",
    "ü",
    "ﬁ",
    "💩",
    "א",
    "ا",
    "१",
    "[",
    "]",
    "{",
    "}",
    "|",
    "*",
    "?",
    "=",
    "+",
    "-",
    "--",
    "_",
    ".",
    "..",
    "xn--",
    "XN--",
    "evil.example",
    "@evil.example",
    "interior.gov.example",
    "@interior.gov.example",
    "=40",
    "%40",
    "+AEA-",
    "&#64;",
    "=?utf-8?q?",
    "?=",
    "/",
    "#",
    "~",
    "`",
    "$",
    "^",
    "127.0.0.1",
    "[127.0.0.1]",
    "RCPT TO:<",
    "A",
    "Z",
    "0",
];

const GOOD: &[&str] =
    &["U@interior.gov.example", "U@one.agency.gov.example", "U@bücher.example", "u.U+x@finance.gov.example"];

/// Numbers that are the same at every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        // xorshift64*, of Sebastiano Vigna.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % end
    }
}

/// All cases: those written down, their limits in length, and `generated` ones from this seed.
pub(crate) fn corpus(seed: u64, generated: usize) -> Vec<Case> {
    let mut cases: Vec<(String, Expected)> = Vec::new();
    for (text, mailbox) in MAILBOXES {
        cases.push(((*text).to_owned(), Expected::Mailbox((*mailbox).to_owned())));
    }
    cases.extend(REFUSED.iter().map(|text| ((*text).to_owned(), Expected::Refused)));
    cases.extend(OPEN.iter().map(|text| ((*text).to_owned(), Expected::Open)));
    lengths(&mut cases);
    let mut numbers = Numbers(seed);
    for _ in 0..generated {
        let mut text: Vec<String> = GOOD[numbers.below(GOOD.len())].chars().map(String::from).collect();
        for _ in 0..=numbers.below(3) {
            let (at, piece) = (numbers.below(text.len() + 1), HOSTILE[numbers.below(HOSTILE.len())]);
            match numbers.below(4) {
                // Letter case alone changes nothing.
                0 => text
                    .iter_mut()
                    .skip(at)
                    .step_by(2)
                    .filter(|c| c.as_str() != "U")
                    .for_each(|c| *c = c.to_uppercase()),
                1 if at < text.len() => text[at] = piece.to_owned(),
                _ => text.insert(at, piece.to_owned()),
            }
        }
        cases.push((text.concat(), Expected::Open));
    }
    // Each has a local part of its own, so that what is stored and mailed is told apart.
    let case = |(number, (text, expected)): (usize, (String, Expected))| {
        let own = format!("p{number}");
        let put = |text: &str| text.replace('U', &own);
        let expected = match expected {
            Expected::Mailbox(mailbox) => Expected::Mailbox(put(&mailbox)),
            other => other,
        };
        Case { text: put(&text), expected }
    };
    cases.into_iter().enumerate().map(case).collect()
}

/// On both sides of what the standards allow: 64 bytes before the @, 63 a label, 254 in all. `U` takes up to five bytes.
fn lengths(cases: &mut Vec<(String, Expected)>) {
    let domain = "interior.gov.example";
    let refused = |text: String| (text, Expected::Refused);
    cases.push(refused(format!("U{}@{domain}", "a".repeat(64))));
    cases.push(refused(format!("U@{}.agency.gov.example", "a".repeat(64))));
    cases.push(refused(format!("U@{}.agency.gov.example", "ü".repeat(60))));
    cases.push(refused(format!("U@{}agency.gov.example", "a.".repeat(120))));
    cases.push(refused(format!("U@{}agency.gov.example", ("a".repeat(63) + ".").repeat(4))));
    cases.push(refused("U@".to_owned() + &"a".repeat(1000)));
    for text in [format!("U{}@{domain}", "a".repeat(59)), format!("U@{}.agency.gov.example", "a".repeat(63))] {
        cases.push((text.clone(), Expected::Mailbox(text)));
    }
}
