//! The panel on fakes: who decides, who counts, what it is called.

use super::*;
use crate::engine::fake::FakeEngine;

const MINUTE: Duration = Duration::from_secs(60);

struct Bench {
    panel: Panel,
    first: Arc<FakeEngine>,
    second: Arc<FakeEngine>,
}

/// Two engines, the second one required or not.
fn bench(required: bool) -> Bench {
    let (first, second) = (Arc::new(FakeEngine::default()), Arc::new(FakeEngine::default()));
    let member = |name: &str, engine: &Arc<FakeEngine>, required| Member {
        name: name.into(),
        kind: "clamd",
        engine: engine.clone(),
        required,
        max_signature_age: None,
        deadline: Some(Duration::from_millis(300)),
    };
    let members = vec![member("one", &first, true), member("two", &second, required)];
    Bench { panel: Panel::new(members, MINUTE, Arc::new(|| 1_000_000)), first, second }
}

async fn ask(bench: &Bench) -> Result<Finding, EngineError> {
    bench.panel.scan(&Plain::from_bytes(b"a letter".to_vec())).await
}

#[tokio::test]
async fn any_find_blocks_and_clean_needs_every_required_engine() {
    let found = || Finding::Infected("X".into());
    type Change = fn(&mut crate::engine::fake::FakeState);
    let infected: Change = |e| e.otherwise = Finding::Infected("X".into());
    let down: Change = |e| e.up = false;
    let limits: Change = |e| e.otherwise = Finding::Limits;
    let slow: Change = |e| e.delay = Duration::from_secs(5);
    let fine: Change = |_| {};
    // What the first and the second say; what it comes to if the second is required, and if it is not.
    let table: [(Change, Change, Option<Finding>, Option<Finding>); 9] = [
        (fine, fine, Some(Finding::Clean), Some(Finding::Clean)),
        (fine, infected, Some(found()), Some(found())),
        (infected, fine, Some(found()), Some(found())),
        (down, infected, Some(found()), Some(found())),
        (infected, down, Some(found()), Some(found())),
        (fine, down, None, Some(Finding::Clean)),
        (fine, slow, None, Some(Finding::Clean)),
        (down, fine, None, None),
        (fine, limits, Some(Finding::Limits), Some(Finding::Clean)),
    ];
    for (i, (first, second, required, advisory)) in table.into_iter().enumerate() {
        for (is_required, expected) in [(true, &required), (false, &advisory)] {
            let bench = bench(is_required);
            bench.first.set(first);
            bench.second.set(second);
            assert_eq!(ask(&bench).await.ok(), *expected, "row {i}, required: {is_required}");
        }
    }
    assert!(Panel::new(Vec::new(), MINUTE, Arc::new(|| 0)).scan(&Plain::from_bytes(vec![1])).await.is_err());
}

#[tokio::test]
async fn when_all_are_demanded_an_advisory_engine_that_fails_blocks_and_afterwards_no_more() {
    let bench = bench(false);
    bench.second.set(|e| e.otherwise = Finding::Limits);
    assert_eq!(ask(&bench).await.ok(), Some(Finding::Clean));
    bench.panel.demand_all(true);
    assert_eq!(ask(&bench).await.ok(), Some(Finding::Limits));
    bench.second.set(|e| e.up = false);
    assert_eq!(ask(&bench).await.ok(), None);
    assert!(bench.panel.version().await.is_err() && bench.panel.ping().await.is_err(), "nothing is clean without it");
    bench.panel.demand_all(false);
    assert_eq!(ask(&bench).await.ok(), Some(Finding::Clean));
    assert!(bench.panel.version().await.is_ok());
}

#[tokio::test]
async fn beside_one_finding_every_required_engine_must_have_looked_and_found_no_other() {
    let content = Plain::from_bytes(b"a letter".to_vec());
    let bench = bench(true);
    let found = |name: &str| Finding::Infected(name.into());
    bench.first.set(|e| e.otherwise = found("X"));
    bench.second.set(|e| e.delay = Duration::from_millis(20));
    let beside = async || bench.panel.scan_beside(&content, "X").await.ok();
    assert_eq!(beside().await, Some(Finding::Clean));
    bench.second.set(|e| e.otherwise = found("Y"));
    assert_eq!(beside().await, Some(found("Y")), "the slower engine's finding is not hidden");
    bench.second.set(|e| e.otherwise = Finding::Limits);
    assert_eq!(beside().await, Some(Finding::Limits));
    bench.second.set(|e| e.up = false);
    assert_eq!(beside().await, None);
    assert_eq!(bench.panel.scan_beside(&content, "Z").await.ok(), Some(found("X")));
}

#[tokio::test]
async fn the_version_names_each_engine_that_counts_and_the_oldest_signatures_decide() {
    let bench = bench(false);
    bench.first.set(|e| (e.signatures, e.signatures_at_ms) = ("7".into(), Some(500)));
    bench.second.set(|e| (e.signatures, e.signatures_at_ms) = ("9".into(), Some(400)));
    let both = bench.panel.version().await.expect("counts");
    assert_eq!((both.engine.as_str(), both.signatures.as_str()), ("one: Fake 1; two: Fake 1", "one: 7; two: 9"));
    assert_eq!(both.signatures_at_ms, Some(400));
    bench.second.set(|e| (e.sighted, e.signatures) = (false, "10".into()));
    let one = bench.panel.version().await.expect("the blind one is not required");
    assert_eq!(one.signatures, "one: 7", "an engine that finds nothing is not named");
    let states = bench.panel.states().await;
    assert_eq!(
        states.iter().map(|s| (s.name.as_str(), s.healthy)).collect::<Vec<_>>(),
        [("one", true), ("two", false)]
    );
    bench.first.set(|e| (e.sighted, e.signatures) = (false, "8".into()));
    assert!(bench.panel.version().await.is_err());
    assert!(bench.panel.self_test().await.is_err());
}

#[tokio::test]
async fn old_signatures_and_signatures_of_unknown_age_do_not_count_where_there_is_a_limit() {
    let engine = Arc::new(FakeEngine::default());
    let member = Member {
        name: "one".into(),
        kind: "clamd",
        engine: engine.clone(),
        required: true,
        max_signature_age: Some(Duration::from_secs(10)),
        deadline: None,
    };
    let panel = Panel::new(vec![member], MINUTE, Arc::new(|| 1_000_000));
    assert!(panel.version().await.is_err());
    engine.set(|e| e.signatures_at_ms = Some(989_999));
    assert!(panel.version().await.is_err());
    engine.set(|e| e.signatures_at_ms = Some(990_000));
    assert_eq!(panel.version().await.expect("young").engine, "Fake 1", "one engine alone needs no name");
}

#[tokio::test]
async fn an_advisory_engine_that_failed_on_a_file_must_pass_its_test_again() {
    let bench = bench(false);
    assert!(bench.panel.version().await.expect("both").engine.contains("two"));
    bench.second.set(|e| e.up = false);
    assert_eq!(ask(&bench).await.expect("the first one decides"), Finding::Clean);
    assert!(!bench.panel.version().await.expect("one").engine.contains("two"));
    bench.second.set(|e| e.up = true);
    assert!(bench.panel.version().await.expect("both").engine.contains("two"));
}
