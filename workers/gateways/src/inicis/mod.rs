//! KG Inicis.

pub mod deposit_notice;
