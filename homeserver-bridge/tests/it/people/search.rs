//! Who is found by what, and in which order.

use serde_json::json;

use super::{DIRECTORY, entry, found, join, names, sign_up, staffed};
use crate::fixture::Bridge;

#[tokio::test]
async fn spelling_order_and_one_slip_do_not_matter() {
    let bridge = staffed().await;
    for term in [
        "jean pierre",
        "JEAN-PIERRE d’été",
        "dete jean",
        "ete pierre jean",
        "jeanpierre",
        "jaen pierre",
        "piere",
        "jean head taxes",
        "jean finance",
    ] {
        assert_eq!(found(&bridge, term).await, ["Jean-Pierre D'ÉTÉ"], "{term}");
    }
    for term in [
        "олена",
        "Olena",
        "yizhak",
        "ЇЖАК",
        "оленп",
        "economiste",
        "ЇЖАК Олена budget",
        "hr-3@finance.gov.example",
        "HR-3@Finance.GOV.example",
    ] {
        assert_eq!(found(&bridge, term).await, ["Олена ЇЖАК"], "{term}");
    }
    for term in [
        "",
        "  ",
        "-'",
        "zzz",
        "jean olena",
        "hr-3@",
        "@finance.gov.example",
        "hr-3@finance",
        "hr-33@finance.gov.example",
    ] {
        assert_eq!(found(&bridge, term).await, Vec::<String>::new(), "{term}");
    }
}

#[tokio::test]
async fn whole_words_come_before_beginnings_and_those_before_slips() {
    let bridge = staffed().await;
    let all = ["Anna KOVALENKO", "Anna KOVALENKOVA", "Annika KOVALENK"];
    assert_eq!(found(&bridge, "kovalenko").await, all);
    assert_eq!(found(&bridge, "kovalenk").await, ["Annika KOVALENK", "Anna KOVALENKO", "Anna KOVALENKOVA"]);
    assert_eq!(found(&bridge, "anna").await, ["Anna KOVALENKO", "Anna KOVALENKOVA"]);
}

#[tokio::test]
async fn the_standard_search_shows_accounts_with_their_organisation() {
    let bridge = staffed().await;
    let search = async |term: &str, limit: u32| {
        let body = json!({"search_term": term, "limit": limit});
        bridge.door("POST", DIRECTORY, Some("anna"), body).await.1
    };
    insta::assert_json_snapshot!(search("kovalenko", 10).await, @r#"
    {
      "limited": false,
      "results": [
        {
          "display_name": "Anna KOVALENKO [Interior]",
          "user_id": "@anna:interior.test"
        }
      ]
    }
    "#);
    sign_up(&bridge, "HR-4", "vova").await;
    let both = search("kovalenko", 10).await;
    assert_eq!(both["results"].as_array().unwrap().len(), 2);
    let one = search("kovalenko", 1).await;
    assert_eq!((one["results"].as_array().unwrap().len(), &one["limited"]), (1, &json!(true)));
    assert_eq!(search("interior.test", 10).await["results"], json!([]));
    assert_eq!(search("hr-1@interior.gov.example", 10).await["results"], json!([]));
}

#[tokio::test]
async fn among_equals_the_own_unit_comes_first_then_the_own_organisation() {
    let bridge = Bridge::new();
    let unit = |unit: &[&str]| json!({ "unit": unit });
    join(
        &bridge,
        vec![
            entry("HR-1", "Zoé", "Caller", "interior", unit(&["Police", "Lab"])),
            entry("HR-2", "Abel", "Martin", "finance", unit(&["Police", "Lab"])),
            entry("HR-3", "Bruno", "Martin", "interior", unit(&["Police"])),
            entry("HR-4", "Chloé", "Martin", "interior", unit(&["Police", "Lab"])),
            entry("HR-5", "Denis", "Martin", "finance", unit(&[])),
            entry("HR-6", "Martin", "Martinet", "interior", unit(&["Police", "Lab"])),
            entry("HR-7", "Emma", "Martinet", "interior", unit(&["Police", "Lab"])),
        ],
    )
    .await;
    sign_up(&bridge, "HR-1", "anna").await;
    assert_eq!(
        found(&bridge, "martin").await,
        [
            "Chloé MARTIN",
            "Martin MARTINET",
            "Bruno MARTIN",
            "Abel MARTIN",
            "Denis MARTIN",
            // Nearer, but only begun.
            "Emma MARTINET",
        ]
    );
    let two = json!({"term": "martin", "limit": 2, "from": 2});
    assert_eq!(names(&bridge, two).await, ["Bruno MARTIN", "Abel MARTIN"], "pages keep the order");
}

#[tokio::test]
async fn a_phone_number_finds_by_its_end_or_whole() {
    let bridge = staffed().await;
    let phone = |phone: &str| json!({ "phone": phone });
    join(
        &bridge,
        vec![
            entry("HR-20", "Petro", "Bondar", "finance", phone("+380 (44) 123-45-67")),
            entry("HR-21", "Ivan", "Franko", "finance", phone("044 999 45 67")),
            entry("HR-22", "Lesia", "Secret", "finance", json!({"phone": "+380441239999", "protected": true})),
        ],
    )
    .await;
    for (term, who) in [
        ("4567", &["Petro BONDAR", "Ivan FRANKO"][..]),
        ("123 45 67", &["Petro BONDAR"]),
        ("0441234567", &["Petro BONDAR"]),
        ("+380 44 123-45-67", &["Petro BONDAR"]),
        ("+38 044 999 4567", &["Ivan FRANKO"]),
        ("567", &[]),
        ("1239999", &[]),
        ("petro 4567", &[]),
    ] {
        assert_eq!(found(&bridge, term).await, who, "{term}");
    }
}

#[tokio::test]
async fn names_are_found_in_the_other_alphabet_and_by_habits_of_spelling() {
    let bridge = staffed().await;
    let people = [("HR-30", "Тарас", "Шевченко"), ("HR-31", "Volodymyr", "Zelenskyi"), ("HR-32", "Юлія", "Мар'яненко")];
    join(&bridge, people.map(|(key, given, family)| entry(key, given, family, "finance", json!({}))).into()).await;
    for term in ["Shevchenko", "chevtchenko taras", "шевченко", "szewczenko", "Shevcheko"] {
        assert_eq!(found(&bridge, term).await, ["Тарас ШЕВЧЕНКО"], "{term}");
    }
    for term in ["Зеленський", "zelensky", "Zelenskyy volodymyr", "володимир zelenskij"] {
        assert_eq!(found(&bridge, term).await, ["Volodymyr ZELENSKYI"], "{term}");
    }
    for term in ["yulia marianenko", "Julia", "МАРʼЯНЕНКО", "marianenko iuliia", "ioulia"] {
        assert_eq!(found(&bridge, term).await, ["Юлія МАР'ЯНЕНКО"], "{term}");
    }
}

#[tokio::test]
async fn homonyms_are_told_apart_by_post_and_unit() {
    let bridge = staffed().await;
    let clerk = entry("HR-40", "Anna", "Kovalenko", "finance", json!({"title": "Auditor", "unit": ["Taxes"]}));
    join(&bridge, vec![clerk]).await;
    assert_eq!(found(&bridge, "anna kovalenko").await.len(), 3, "two of the name, and one whose name begins so");
    for term in ["anna kovalenko auditor", "taxes kovalenko", "kovalenko finance aud", "kovalenko auditr"] {
        let (_, answer) = bridge.api("POST", super::SEARCH, Some("anna"), json!({ "term": term })).await;
        assert_eq!(answer["people"][0]["person_id"], "HR-40", "{term}");
        assert_eq!(answer["people"].as_array().unwrap().len(), 1, "{term}");
    }
}
