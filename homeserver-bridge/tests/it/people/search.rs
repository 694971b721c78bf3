//! Who is found by what, and in which order.

use serde_json::json;

use super::{DIRECTORY, found, sign_up, staffed};

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
