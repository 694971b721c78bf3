//! Fills the templates of configuration files: `{{name}}` becomes the value.

use anyhow::bail;

/// Fills a template.
///
/// # Errors
/// If a name in it has no value, or a value no name: then code and template do not belong together.
pub(super) fn fill(template: &str, values: &[(&str, String)]) -> anyhow::Result<String> {
    let mut text = template.to_owned();
    for (name, value) in values {
        let mark = format!("{{{{{name}}}}}");
        if !text.contains(&mark) {
            bail!("the template has no {mark}");
        }
        text = text.replace(&mark, value);
    }
    if let Some((_, rest)) = text.split_once("{{") {
        bail!("the template's {{{{{} has no value", rest.split("}}").next().unwrap_or_default());
    }
    Ok(text)
}

/// A text as JSON and YAML both read it.
pub(super) fn quoted(text: impl AsRef<std::path::Path>) -> String {
    serde_json::Value::from(text.as_ref().to_string_lossy()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn template_and_values_must_match() {
        assert_eq!(fill("a: {{x}}", &[("x", quoted("q\"u"))]).unwrap(), r#"a: "q\"u""#);
        assert!(fill("a: {{x}} {{y}}", &[("x", String::new())]).is_err());
        assert!(fill("a", &[("x", String::new())]).is_err());
    }
}
