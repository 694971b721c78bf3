//! The routes of a console, each with the roles that it is for: one table, so that no route can be there that nobody
//! has thought about. The handlers' actors decide; that both say the same is tested for every route.

use axum::Router;
use axum::routing::MethodRouter;

use crate::app::App;
use crate::officers::OfficerRole;

/// A route of a console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// Its path, with placeholders in braces.
    pub path: &'static str,
    /// The roles that it is for; none where nobody needs a session.
    pub roles: &'static [OfficerRole],
}

/// The pages of a console while it is put together.
pub(super) struct Pages {
    pub(super) router: Router<App>,
    pub(super) routes: Vec<Route>,
}

impl Pages {
    pub(super) fn new() -> Self {
        Self { router: Router::new(), routes: Vec::new() }
    }

    /// Adds a route, for these roles alone.
    pub(super) fn route(
        mut self,
        roles: &'static [OfficerRole],
        path: &'static str,
        method: MethodRouter<App>,
    ) -> Self {
        self.router = self.router.route(path, method);
        self.routes.push(Route { path, roles });
        self
    }
}
