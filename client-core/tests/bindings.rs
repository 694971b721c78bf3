//! The interface's TypeScript types are generated from the view types and committed; this proves them fresh.

