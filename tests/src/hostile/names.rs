//! Names that mean harm, of rooms, people and files.

/// Names of rooms and people, and topics.
pub const NAMES: &[&str] = &[
    "<img src=x onerror=window.hostile.push(1001)>",
    "<script>window.hostile.push(1002)</script>",
    "\"><svg onload=window.hostile.push(1003)>",
    "{{constructor.constructor('window.hostile.push(1004)')()}}",
    "${window.hostile.push(1005)}",
    "\u{202E}lanretnI\u{202C}",
    "A\u{200B}n\u{200D}n\u{2060}a",
    "Z\u{0351}\u{0352}\u{0353}\u{0354}\u{0355}\u{0356}\u{0357}\u{0358}a\u{0351}\u{0352}\u{0353}\u{0354}l\u{0351}\u{0352}g\u{0353}\u{0354}o",
    "\u{FFFD}\u{0007}\u{001B}[31mred\u{001B}[0m",
    "javascript:window.hostile.push(1006)",
    "_______________________________________________________________________________________________________________________",
];

/// Names of files.
pub const FILE_NAMES: &[&str] = &[
    "<img src=x onerror=window.hostile.push(2001)>.png",
    "../../../../etc/passwd",
    "..\\..\\autoexec.bat",
    "/etc/passwd",
    "invoice\u{202E}fdp.exe",
    "report.pdf                                                                                        .exe",
    "CON",
    "a\nb\r\nc.txt",
    "a\u{0000}b.txt",
    "%2e%2e%2fpasswd",
    "file:///etc/passwd",
    ".",
    "..",
    " ",
    "\u{200B}",
    "$(touch hostile).txt",
    "`touch hostile`.txt",
    "-rf",
    "plan.desktop",
];
