//! Stock cqrs-es over our log.
