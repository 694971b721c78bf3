//! What this service can do and which attributes it keeps (RFC 7644, section 4), so that a client need not guess.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::answer::answer;
use super::{LARGEST, Served};
use crate::register::scim::error::ScimError;
use crate::register::scim::query::MOST_RESULTS;
use crate::register::scim::schema::{Attribute, ENTERPRISE, Kind, USER};

type Answered = Result<Response, ScimError>;

const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";
const TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const CONFIG: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

pub(super) async fn config(State(served): State<Arc<Served>>) -> Response {
    answer(
        StatusCode::OK,
        &json!({
            "schemas": [CONFIG],
            "patch": {"supported": true},
            "bulk": {"supported": false, "maxOperations": 0, "maxPayloadSize": LARGEST},
            "filter": {"supported": true, "maxResults": MOST_RESULTS},
            "changePassword": {"supported": false},
            "sort": {"supported": true},
            "etag": {"supported": true},
            "authenticationSchemes": [{
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "A token that the administrator of the directory hands out.",
                "specUri": "https://www.rfc-editor.org/info/rfc6750",
                "primary": true,
            }],
            "meta": {
                "resourceType": "ServiceProviderConfig",
                "location": format!("{}/ServiceProviderConfig", served.base),
            },
        }),
    )
}

/// Lists of what there is cannot be filtered.
fn unfiltered(query: Option<&str>) -> Result<(), ScimError> {
    let mut keys = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    if keys.any(|(key, _)| key.eq_ignore_ascii_case("filter")) {
        return Err(ScimError::new(403, "this list cannot be filtered"));
    }
    Ok(())
}

fn listed(resources: Vec<Value>) -> Response {
    answer(
        StatusCode::OK,
        &json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": resources.len(),
            "startIndex": 1,
            "itemsPerPage": resources.len(),
            "Resources": resources,
        }),
    )
}

pub(super) async fn types(State(served): State<Arc<Served>>, RawQuery(query): RawQuery) -> Answered {
    unfiltered(query.as_deref())?;
    Ok(listed(vec![user_type(&served)]))
}

pub(super) async fn one_type(State(served): State<Arc<Served>>, Path(id): Path<String>) -> Answered {
    if id == "User" { Ok(answer(StatusCode::OK, &user_type(&served))) } else { Err(ScimError::not_found()) }
}

fn user_type(served: &Served) -> Value {
    let extensions = served.schemas.extensions().into_iter().filter(|(_, attributes)| !attributes.is_empty());
    let extensions: Vec<Value> = extensions.map(|(urn, _)| json!({"schema": urn, "required": false})).collect();
    json!({
        "schemas": [TYPE],
        "id": "User",
        "name": "User",
        "endpoint": "/Users",
        "description": "A person of the register.",
        "schema": USER,
        "schemaExtensions": extensions,
        "meta": {"resourceType": "ResourceType", "location": format!("{}/ResourceTypes/User", served.base)},
    })
}

pub(super) async fn schemas(State(served): State<Arc<Served>>, RawQuery(query): RawQuery) -> Answered {
    unfiltered(query.as_deref())?;
    Ok(listed(all(&served)))
}

pub(super) async fn schema(State(served): State<Arc<Served>>, Path(id): Path<String>) -> Answered {
    let found = all(&served).into_iter().find(|schema| schema["id"] == id.as_str());
    found.map(|schema| answer(StatusCode::OK, &schema)).ok_or_else(ScimError::not_found)
}

fn all(served: &Served) -> Vec<Value> {
    let one = |urn: &str, name: &str, attributes: &[Attribute]| {
        json!({
            "schemas": [SCHEMA],
            "id": urn,
            "name": name,
            "description": "The attributes that are kept; others are dropped.",
            "attributes": attributes.iter().map(described).collect::<Vec<_>>(),
            "meta": {"resourceType": "Schema", "location": format!("{}/Schemas/{urn}", served.base)},
        })
    };
    let mut list =
        vec![one(USER, "User", &served.schemas.core), one(ENTERPRISE, "Enterprise user", &served.schemas.enterprise)];
    if !served.schemas.own.is_empty() {
        list.push(one(&served.schemas.extension, "Employment", &served.schemas.own));
    }
    list
}

fn described(attribute: &Attribute) -> Value {
    let kind = match attribute.kind {
        Kind::Text { .. } | Kind::Dropped => "string",
        Kind::Boolean => "boolean",
        Kind::Moment => "dateTime",
        Kind::Complex(_) => "complex",
    };
    let mut described = json!({
        "name": attribute.name,
        "type": kind,
        "multiValued": attribute.many,
        "description": attribute.about,
        "required": attribute.required,
        "mutability": if attribute.read_only { "readOnly" } else { "readWrite" },
        "returned": "default",
        "uniqueness": if attribute.unique { "server" } else { "none" },
    });
    match &attribute.kind {
        Kind::Text { exact } => described["caseExact"] = (*exact).into(),
        Kind::Complex(subs) => described["subAttributes"] = subs.iter().map(described_sub).collect(),
        _ => {}
    }
    described
}

fn described_sub(attribute: &Attribute) -> Value {
    let mut described = described(attribute);
    if attribute.name == "type" {
        described["canonicalValues"] = json!(["work"]);
    }
    described
}
