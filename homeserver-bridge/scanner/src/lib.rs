//! homeserver-bridge/scanner
