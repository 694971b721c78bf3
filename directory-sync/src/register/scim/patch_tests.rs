//! PATCH: before, operations, after; in the forms of the standard and of the identity systems that are most used.

use serde_json::{Map, Value, json};

use super::super::error::ScimError;
use super::super::schema::{ENTERPRISE, Schemas};
use super::patch;

fn object(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

fn before() -> Map<String, Value> {
    object(json!({
        "userName": "anna",
        "name": {"givenName": "Anna", "familyName": "Levy"},
        "active": true,
        "emails": [{"value": "a@gov.example", "type": "work", "primary": true}],
    }))
}

fn patched(operations: Value) -> Result<Value, ScimError> {
    let schemas = Schemas::new("urn:example:hr:1.0:User", &["endDate".to_owned()]);
    let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
    patch("a1", &before(), &object(body), &schemas).map(Value::Object)
}

/// What differs afterwards from before.
fn difference(operations: Value) -> Value {
    let after = object(patched(operations).expect("fits"));
    let before = before();
    let mut changed: Map<String, Value> = after
        .iter()
        .filter(|(key, value)| before.get(*key) != Some(value))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    for key in before.keys().filter(|key| !after.contains_key(*key)) {
        changed.insert(key.clone(), Value::Null);
    }
    changed.into()
}

fn refusal(operations: Value) -> (u16, Option<&'static str>) {
    let error = patched(operations).expect_err("refused");
    (error.status, error.kind)
}

#[test]
fn single_values_are_set_and_taken_away() {
    assert_eq!(difference(json!([{"op": "replace", "path": "active", "value": false}])), json!({"active": false}));
    assert_eq!(difference(json!([{"op": "add", "path": "title", "value": "Head"}])), json!({"title": "Head"}));
    assert_eq!(
        difference(json!([{"op": "replace", "path": "name.givenName", "value": "Anne"}])),
        json!({"name": {"givenName": "Anne", "familyName": "Levy"}})
    );
    assert_eq!(
        difference(json!([{"op": "remove", "path": "name.givenName"}])),
        json!({"name": {"familyName": "Levy"}})
    );
    assert_eq!(difference(json!([{"op": "remove", "path": "emails"}])), json!({"emails": null}));
    assert_eq!(difference(json!([{"op": "replace", "path": "emails", "value": null}])), json!({"emails": null}));
    assert_eq!(difference(json!([{"op": "remove", "path": "title"}])), json!({}));
}

#[test]
fn as_entra_id_writes_it() {
    assert_eq!(difference(json!([{"op": "Replace", "path": "active", "value": "False"}])), json!({"active": false}));
    assert_eq!(
        difference(json!([{"op": "Add", "value": {
            "name.givenName": "Anne",
            "nickName": "A",
            "emails[type eq \"work\"].value": "anne@gov.example",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Budget",
        }}])),
        json!({
            "name": {"givenName": "Anne", "familyName": "Levy"},
            "emails": [{"value": "anne@gov.example", "type": "work", "primary": true}],
            ENTERPRISE: {"department": "Budget"},
        })
    );
    assert_eq!(
        difference(json!([{"op": "Add", "path": "phoneNumbers[type eq \"work\"].value", "value": "+33 1"}])),
        json!({"phoneNumbers": [{"type": "work", "value": "+33 1"}]})
    );
    assert_eq!(
        difference(
            json!([{"op": "Replace", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
            "value": "x"}])
        ),
        json!({})
    );
}

#[test]
fn as_okta_writes_it() {
    assert_eq!(
        difference(json!([{"op": "replace", "value": {"id": "a1", "active": false}}])),
        json!({"active": false})
    );
    assert_eq!(
        difference(json!([{"op": "replace", "value": {
            "schemas": ["x"],
            "name": {"familyName": "Cohen", "middleName": "B"},
            ENTERPRISE: {"department": "Budget", "costCenter": "7", "unknown": 1},
        }}])),
        json!({"name": {"givenName": "Anna", "familyName": "Cohen"}, ENTERPRISE: {"department": "Budget"}})
    );
}

#[test]
fn values_of_lists_are_chosen_by_their_condition() {
    let second = json!({"op": "add", "path": "emails", "value": [{"value": "b@gov.example", "primary": true}]});
    assert_eq!(
        difference(json!([second])),
        json!({"emails": [{"value": "a@gov.example", "type": "work", "primary": false}, {"value": "b@gov.example", "primary": true}]})
    );
    assert_eq!(
        difference(json!([second, {"op": "remove", "path": "emails[value sw \"a@\"]"}])),
        json!({"emails": [{"value": "b@gov.example", "primary": true}]})
    );
    assert_eq!(
        difference(
            json!([second, {"op": "replace", "path": "emails[primary eq true].value", "value": "c@gov.example"}])
        ),
        json!({"emails": [{"value": "a@gov.example", "type": "work", "primary": false}, {"value": "c@gov.example", "primary": true}]})
    );
    assert_eq!(
        difference(json!([{"op": "replace", "path": "emails[type eq \"work\"]", "value": {"value": "d@gov.example"}}])),
        json!({"emails": [{"value": "d@gov.example"}]})
    );
    assert_eq!(difference(json!([{"op": "add", "path": "emails", "value": before()["emails"]}])), json!({}));
}

#[test]
fn private_addresses_are_dropped_without_an_error() {
    let home = json!({"value": "anna@home.example", "type": "home"});
    assert_eq!(difference(json!([{"op": "add", "path": "emails", "value": [home]}])), json!({}));
    for op in ["add", "replace"] {
        let path = "emails[type eq \"home\"].value";
        assert_eq!(difference(json!([{"op": op, "path": path, "value": "anna@home.example"}])), json!({}), "{op}");
    }
    assert_eq!(difference(json!([{"op": "remove", "path": "emails[type eq \"home\"]"}])), json!({}));
}

#[test]
fn whole_extensions_can_be_named() {
    let urn = "urn:example:hr:1.0:User";
    assert_eq!(
        difference(json!([{"op": "add", "path": urn, "value": {"endDate": "2026-12-31", "secret": "x"}}])),
        json!({urn: {"endDate": "2026-12-31"}})
    );
    assert_eq!(
        difference(
            json!([{"op": "add", "path": format!("{urn}:endDate"), "value": "x"}, {"op": "remove", "path": urn}])
        ),
        json!({})
    );
}

#[test]
fn what_cannot_be_done_is_refused_with_the_keyword_of_the_standard() {
    for (operation, wanted) in [
        (
            json!({"op": "replace", "path": "emails[type eq \"work\" and value eq \"x\"].value", "value": "y"}),
            "noTarget",
        ),
        (json!({"op": "remove"}), "noTarget"),
        (json!({"op": "remove", "path": "emails[value eq \"x\"]"}), "noTarget"),
        (json!({"op": "add", "path": "emails[value sw \"x\"].type", "value": "work"}), "noTarget"),
        (json!({"op": "replace", "path": "id", "value": "x"}), "mutability"),
        (json!({"op": "replace", "path": "meta.created", "value": "x"}), "mutability"),
        (json!({"op": "replace", "value": {"id": "another"}}), "mutability"),
        (json!({"op": "remove", "path": "userName"}), "mutability"),
        (json!({"op": "replace", "path": "userNam", "value": "x"}), "invalidPath"),
        (json!({"op": "replace", "path": 3, "value": "x"}), "invalidPath"),
        (json!({"op": "replace", "path": "emails[type eq]", "value": "x"}), "invalidFilter"),
        (json!({"op": "replace", "path": "active", "value": "perhaps"}), "invalidValue"),
        (json!({"op": "replace", "path": "name", "value": "Anna"}), "invalidValue"),
        (json!({"op": "replace", "path": "title"}), "invalidValue"),
        (json!({"op": "replace", "value": "x"}), "invalidValue"),
        (json!({"op": "replace", "path": "userName", "value": " "}), "invalidValue"),
        (json!({"op": "replace", "path": "title", "value": "x\u{0}"}), "invalidValue"),
        (json!({"op": "move", "path": "title", "value": "x"}), "invalidSyntax"),
        (json!("replace"), "invalidSyntax"),
    ] {
        assert_eq!(refusal(json!([operation])), (400, Some(wanted)), "{operation}");
    }
    assert_eq!(refusal(json!([])), (400, Some("invalidSyntax")));
}

#[test]
fn one_bad_operation_spoils_them_all() {
    let good = json!({"op": "replace", "path": "title", "value": "Head"});
    assert_eq!(refusal(json!([good, {"op": "remove", "path": "userName"}])), (400, Some("mutability")));
}
