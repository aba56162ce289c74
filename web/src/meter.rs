//! What the pages count, for operators. Meters are made once, or when their first request comes, so
//! that counting costs no search afterwards. Labels are routes' patterns, never addresses.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use metrics::{
    Counter, Gauge, Histogram, Unit, counter, describe_counter, describe_gauge, describe_histogram,
    gauge, histogram,
};

use crate::pages::Area;
use crate::routes::{ADMIN, Route, STOREFRONT};

/// Tells the recorder what the pages' meters mean.
pub fn describe_metrics() {
    describe_counter!(
        "jangbu_http_requests_total",
        "Answered requests by door, pattern of the route, method and class of the status"
    );
    describe_histogram!(
        "jangbu_http_request_duration_seconds",
        Unit::Seconds,
        "From a request's head to the answer's"
    );
    describe_gauge!(
        "jangbu_http_requests_in_flight",
        Unit::Count,
        "Requests that have no answer yet"
    );
    describe_counter!(
        "jangbu_http_requests_refused_total",
        "Requests refused because too many were worked on, by kind of place: pages, notices or uploads"
    );
    describe_counter!(
        "jangbu_cache_requests_total",
        "Looks into the caches of drawn pages and pictures: hit or miss"
    );
    describe_counter!(
        "jangbu_deposit_notices_total",
        "Deposit notices by what became of them"
    );
}

/// Methods that are told apart; any other is the last.
const METHODS: [&str; 4] = ["GET", "POST", "HEAD", "other"];
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];
/// What no route's pattern fits.
const NOWHERE: &str = "-";

/// Counts the requests of one door.
pub(crate) struct Requests {
    door: &'static str,
    pub(crate) in_flight: Gauge,
    routes: HashMap<&'static str, OfRoute>,
    nowhere: OfRoute,
}

#[derive(Default)]
struct OfRoute {
    durations: [OnceLock<Histogram>; METHODS.len()],
    answers: [[OnceLock<Counter>; CLASSES.len()]; METHODS.len()],
}

impl Requests {
    pub(crate) fn at(area: Area) -> Self {
        let (door, routes): (_, &[Route]) = match area {
            Area::Store => ("shop", STOREFRONT),
            Area::Admin => ("admin", ADMIN),
        };
        let paths = routes.iter().map(|route| (route.path, OfRoute::default()));
        Self {
            door,
            in_flight: gauge!("jangbu_http_requests_in_flight", "door" => door),
            routes: paths.collect(),
            nowhere: OfRoute::default(),
        }
    }

    /// The route's pattern, as long as there is one, for labels and logs.
    pub(crate) fn pattern(&self, path: Option<&str>) -> &'static str {
        let known = path.and_then(|path| self.routes.get_key_value(path));
        known.map_or(NOWHERE, |(path, _)| *path)
    }

    pub(crate) fn answered(
        &self,
        pattern: &'static str,
        method: &Method,
        status: StatusCode,
        took: Duration,
    ) {
        let of = self.routes.get(pattern).unwrap_or(&self.nowhere);
        let known = METHODS.iter().position(|known| *known == method.as_str());
        let place = known.unwrap_or(METHODS.len() - 1);
        let (door, method) = (self.door, METHODS[place]);
        let duration = of.durations[place].get_or_init(|| {
            histogram!("jangbu_http_request_duration_seconds", "door" => door, "route" => pattern, "method" => method)
        });
        duration.record(took);
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        let answers = of.answers[place][class].get_or_init(|| {
            counter!("jangbu_http_requests_total", "door" => door, "route" => pattern,
                     "method" => method, "status" => CLASSES[class])
        });
        answers.increment(1);
    }
}

/// Counts looks into a cache.
pub(crate) struct Looks {
    hit: Counter,
    miss: Counter,
}

impl Looks {
    pub(crate) fn into(cache: &'static str) -> Self {
        let looks = |outcome: &'static str| counter!("jangbu_cache_requests_total", "cache" => cache, "outcome" => outcome);
        Self {
            hit: looks("hit"),
            miss: looks("miss"),
        }
    }

    /// Gives back what was found, counted.
    pub(crate) fn seen<T>(&self, found: Option<T>) -> Option<T> {
        let outcome = if found.is_some() {
            &self.hit
        } else {
            &self.miss
        };
        outcome.increment(1);
        found
    }
}

/// Counts a deposit notice. They are few.
pub(crate) fn notice(outcome: &'static str) {
    counter!("jangbu_deposit_notices_total", "outcome" => outcome).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_never_a_label_only_its_pattern() {
        let shop = Requests::at(Area::Store);
        assert_eq!(
            shop.pattern(Some("/orders/{order}/{token}")),
            "/orders/{order}/{token}"
        );
        for strange in [None, Some("/orders/1/2"), Some("/audit")] {
            assert_eq!(shop.pattern(strange), NOWHERE);
        }
        assert_eq!(Requests::at(Area::Admin).pattern(Some("/audit")), "/audit");
    }
}
