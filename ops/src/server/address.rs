//! Where the shop of a data directory is open, for commands beside it.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// The file, below the data directory. It stays when a shop is killed: who reads it may find nobody.
const FILE: &str = "address";

/// The storefront's address, left in the data directory while the shop is open.
pub struct LeftAddress {
    file: PathBuf,
    says: String,
}

impl LeftAddress {
    /// Leaves it. Without it a shop is open all the same.
    pub fn leave(data: &Path, shop: SocketAddr) -> Self {
        let file = data.join(FILE);
        let says = format!("http://{}", reachable(shop));
        if let Err(error) = fs::write(&file, &says) {
            tracing::warn!(%error, "the shop's address cannot be left in the data directory: {error}");
        }
        Self { file, says }
    }
}

impl Drop for LeftAddress {
    fn drop(&mut self) {
        // Pages opened beside it on the same directory may have left theirs since.
        if fs::read_to_string(&self.file).is_ok_and(|left| left == self.says) {
            // A file that stays only names a door that is closed.
            let _ = fs::remove_file(&self.file);
        }
    }
}

/// The address that the open shop of this directory left, such as `http://127.0.0.1:8080`.
pub fn address_in(data: &Path) -> Option<String> {
    let text = fs::read_to_string(data.join(FILE)).ok()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A shop that listens everywhere is reached from here too.
pub fn reachable(shop: SocketAddr) -> SocketAddr {
    let ip = match shop.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, shop.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_there_while_the_shop_is_open() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(address_in(data.path()), None);
        let open = LeftAddress::leave(data.path(), ([0, 0, 0, 0], 9_000).into());
        let told = address_in(data.path());
        assert_eq!(told.as_deref(), Some("http://127.0.0.1:9000"));
        let beside = LeftAddress::leave(data.path(), ([127, 0, 0, 1], 9_100).into());
        drop(open);
        let told = address_in(data.path());
        assert_eq!(told.as_deref(), Some("http://127.0.0.1:9100"));
        drop(beside);
        assert_eq!(address_in(data.path()), None);
    }
}
