//! Looking into pages.

/// The value of a page's form field of this name.
///
/// # Panics
/// Without such a field, with the page.
pub fn field(page: &str, name: &str) -> String {
    let tag = page
        .split("<input ")
        .find(|tag| tag.contains(&format!("name=\"{name}\"")));
    let tag = tag.unwrap_or_else(|| panic!("no field {name} in\n{page}"));
    let value = tag
        .split("value=\"")
        .nth(1)
        .and_then(|it| it.split('"').next());
    value.expect("a field has a value").to_owned()
}
