//! homeserver-bridge/api
