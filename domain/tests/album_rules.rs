//! What becomes of the photos of an order's holder, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::story::given;
use domain::album::{Album, AlbumCommand, AlbumEvent, AlbumRefusal, MOST_A_DAY, Photo};
use domain::image::{ImageName, ImagePurpose};

fn name(number: usize) -> ImageName {
    let letters = b"abcdefghijklmnopqrstuvwxyz234567";
    let letter = |place: usize| char::from(letters[place % 32]);
    let start = [letter(number), letter(number / 32)];
    ImageName::new(start.iter().collect::<String>() + &"a".repeat(30)).unwrap()
}

fn add(number: usize, hours: i64) -> AlbumCommand {
    let as_kept = Photo {
        purpose: ImagePurpose::Claim,
        width: 800,
        height: 600,
        at: hour(hours),
        used: false,
    };
    AlbumCommand::Add {
        photo: name(number),
        as_kept,
    }
}

fn added(number: usize, hours: i64) -> AlbumEvent {
    AlbumEvent::PhotoAdded {
        photo: name(number),
        purpose: ImagePurpose::Claim,
        width: 800,
        height: 600,
        at: hour(hours),
    }
}

fn used(number: usize) -> AlbumEvent {
    AlbumEvent::PhotosUsed {
        photos: vec![name(number)],
        at: hour(1),
    }
}

fn removed(numbers: &[usize], hours: i64) -> AlbumEvent {
    AlbumEvent::PhotosRemoved {
        photos: numbers.iter().map(|number| name(*number)).collect(),
        at: hour(hours),
    }
}

fn using(number: usize) -> AlbumCommand {
    AlbumCommand::Use {
        photos: vec![name(number)],
        at: hour(1),
    }
}

#[test]
fn a_photo_is_added_once_and_used_once() {
    given::<Album>(vec![])
        .when(add(1, 0))
        .then(vec![added(1, 0)]);
    given::<Album>(vec![added(1, 0)])
        .when(add(1, 1))
        .then(vec![]);
    let there = || vec![added(1, 0)];
    given::<Album>(there()).when(using(1)).then(vec![used(1)]);
    given::<Album>(vec![added(1, 0), used(1)])
        .when(using(1))
        .then(vec![]);
    let strange = AlbumRefusal::NotThere(name(2));
    given::<Album>(there()).when(using(2)).refuses(strange);
}

#[test]
fn so_many_come_in_a_day_whatever_became_of_them() {
    let mut full: Vec<AlbumEvent> = (0..MOST_A_DAY).map(|number| added(number, 0)).collect();
    full.push(removed(&[0, 1, 2], 1));
    given::<Album>(full.clone())
        .when(add(99, 23))
        .refuses(AlbumRefusal::Full);
    given::<Album>(full)
        .when(add(99, 24))
        .then(vec![added(99, 24)]);
}

#[test]
fn what_is_used_by_nothing_goes_after_a_day() {
    let album = vec![added(1, 0), added(2, 0), added(3, 5), used(1)];
    let sweep = |hours| AlbumCommand::Sweep { at: hour(hours) };
    given::<Album>(album.clone()).when(sweep(23)).then(vec![]);
    given::<Album>(album.clone())
        .when(sweep(24))
        .then(vec![removed(&[2], 24)]);
    let state = given::<Album>(album.clone()).state();
    assert_eq!(state.next_sweep(), Some(hour(24)));
    let gone = [album, vec![removed(&[2, 3], 30)]].concat();
    let state = given::<Album>(gone).state();
    assert_eq!(state.next_sweep(), None);
    assert_eq!(state.removed().count(), 2);
}

#[test]
fn a_photo_that_was_removed_may_come_again() {
    let gone = vec![added(1, 0), removed(&[1], 1)];
    given::<Album>(gone.clone())
        .when(add(1, 2))
        .then(vec![added(1, 2)]);
    let again = given::<Album>([gone, vec![added(1, 2)]].concat()).state();
    assert!(again.photo(&name(1)).is_some());
    assert_eq!(again.removed().count(), 0);
}
