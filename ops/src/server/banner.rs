//! What `up` says when it is ready: a box for people, a line for programs.

use std::net::SocketAddr;
use std::path::Path;

use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{ContentArrangement, Table};
use serde_json::json;

use crate::say::say;

/// Prints both addresses and where the data lie.
pub fn announce(shop: SocketAddr, admin: SocketAddr, data: &Path, for_program: bool) {
    let (shop, admin) = (format!("http://{shop}/"), format!("http://{admin}/"));
    let data = data.canonicalize().unwrap_or_else(|_| data.to_owned());
    let told = if for_program {
        json!({ "shop": shop, "admin": admin, "data": data }).to_string()
    } else {
        boxed(&shop, &admin, &data.to_string_lossy())
    };
    if let Err(error) = say!("{told}") {
        // The shop is open all the same.
        tracing::warn!(%error, "the addresses cannot be told: {error}");
    }
}

fn boxed(shop: &str, admin: &str, data: &str) -> String {
    let mut table = Table::new();
    table
        .load_preset(UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Disabled)
        .add_row(["장부 Jangbu", "가게가 열렸습니다 · the shop is open"])
        .add_row(["가게 Shop", shop])
        .add_row(["관리 Staff", admin])
        .add_row(["편지 Letters", &format!("{admin}dev/mail")])
        .add_row(["자료 Data", data])
        .add_row(["닫기 Close", "Ctrl-C"]);
    table.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_names_both_addresses() {
        let text = boxed("http://127.0.0.1:8080/", "http://127.0.0.1:8081/", "/d");
        assert!(text.contains("http://127.0.0.1:8080/") && text.contains("http://127.0.0.1:8081/"));
    }
}
