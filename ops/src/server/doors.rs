//! The two ports: the storefront's, and above it the one for staff, which only this machine can reach.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anyhow::{Result, anyhow, bail};
use tokio::net::TcpListener;

use crate::config::Listen;

/// Both ports, taken.
pub struct Doors {
    pub shop: TcpListener,
    pub admin: TcpListener,
}

impl Doors {
    /// Takes both ports, before anything slow is started.
    ///
    /// # Errors
    /// A port is taken or not allowed; says which and what to do.
    pub async fn open(listen: &Listen) -> Result<Self> {
        let above = match listen.port {
            0 => 0,
            u16::MAX => bail!(
                "--port {} leaves no port above it for staff pages",
                u16::MAX
            ),
            port => port + 1,
        };
        let loopback = IpAddr::V4(Ipv4Addr::LOCALHOST);
        Ok(Self {
            shop: take(SocketAddr::new(listen.host, listen.port)).await?,
            admin: take(SocketAddr::new(loopback, above)).await?,
        })
    }

    /// Both addresses, with the numbers that port 0 became.
    ///
    /// # Errors
    /// The system does not tell.
    pub fn addresses(&self) -> Result<(SocketAddr, SocketAddr)> {
        Ok((self.shop.local_addr()?, self.admin.local_addr()?))
    }
}

async fn take(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let port = address.port();
        match error.kind() {
            ErrorKind::AddrInUse => anyhow!(
                "{address} is in use; is the shop running already? \
                 Another port: --port {}",
                another(port)
            ),
            ErrorKind::PermissionDenied => {
                anyhow!("port {port} needs root; choose one above 1023 with --port")
            }
            _ => anyhow!("cannot listen on {address}: {error}"),
        }
    })
}

/// A suggestion that is likely to be free, with its neighbour.
fn another(port: u16) -> u16 {
    if port < 60_000 { port + 100 } else { 8180 }
}
