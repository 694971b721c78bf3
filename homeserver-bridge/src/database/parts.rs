//! Parts of statements that several features write.

use super::Value;

/// The end of a statement for one page of a list, pages of `size` rows being counted from 0; its values are added.
pub fn page(size: i64, page: i64, values: &mut Vec<Value>) -> String {
    values.push(size.into());
    values.push(page.max(0).saturating_mul(size).into());
    format!("LIMIT ${} OFFSET ${}", values.len() - 1, values.len())
}

/// A text as `LIKE … ESCAPE '!'` finds it, letter by letter.
pub fn literally(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_counts_its_place_holders_from_what_is_there() {
        let mut values = vec![Value::from("a")];
        assert_eq!(page(50, 2, &mut values), "LIMIT $2 OFFSET $3");
        assert_eq!(values[1..], [Value::Int(50), Value::Int(100)]);
        assert_eq!(page(50, -1, &mut values), "LIMIT $4 OFFSET $5");
        assert_eq!(values[4], Value::Int(0));
    }

    #[test]
    fn nothing_in_a_text_stands_for_something_else() {
        assert_eq!(literally("a_b%c!"), "a!_b!%c!!");
    }
}
