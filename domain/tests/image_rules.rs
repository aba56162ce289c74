//! What becomes of an uploaded picture, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::story::{after, given};
use domain::Actor;
use domain::image::{
    Image, ImageCommand, ImageEvent, ImageName, ImagePurpose, ImageRefusal, WIDTHS,
};

fn staff() -> Actor {
    Actor::Staff("desk".to_owned())
}

fn upload(width: u32, by: Actor) -> ImageCommand {
    ImageCommand::Upload {
        width,
        height: 600,
        bytes: 90_000,
        purpose: ImagePurpose::Shop,
        by,
    }
}

fn uploaded(width: u32, by: Actor) -> ImageEvent {
    ImageEvent::ImageUploaded {
        width,
        height: 600,
        bytes: 90_000,
        purpose: ImagePurpose::Shop,
        by,
    }
}

fn size(width: u32) -> ImageCommand {
    ImageCommand::RecordSize {
        width,
        bytes: 9_000,
    }
}

#[test]
fn a_picture_is_uploaded_once_by_each_who_brings_it() {
    let member = Actor::Member("m".to_owned());
    let picture = given::<Image>([])
        .when(upload(1_000, staff()))
        .then([uploaded(1_000, staff())])
        .when(upload(1_000, staff()))
        .nothing_happens()
        .when(upload(1_000, member.clone()))
        .then([uploaded(1_000, member.clone())])
        .state();
    assert!(picture.is_of(&member) && picture.is_of(&staff()));
    assert!(!picture.is_of(&Actor::Guest));
}

#[test]
fn no_picture_has_sides_that_none_can_have() {
    for width in [0, 16_384] {
        given::<Image>([])
            .when(upload(width, staff()))
            .refuses(ImageRefusal::BadSize);
    }
}

#[test]
fn a_picture_is_kept_in_smaller_sizes_and_never_enlarged() {
    let picture = after::<Image>([upload(1_000, staff())])
        .when(size(400))
        .then([ImageEvent::ImageResized {
            width: 400,
            bytes: 9_000,
        }])
        .when(size(400))
        .nothing_happens()
        .when(size(1_000))
        .refuses(ImageRefusal::Enlarged)
        .state();
    let wanted: Vec<u32> = picture.widths().collect();
    assert_eq!(wanted, [160, 400, 800]);
    assert_eq!(picture.sizes().collect::<Vec<_>>(), [400]);
    assert!(WIDTHS.is_sorted());
}

#[test]
fn a_picture_that_was_taken_away_has_no_sizes_and_can_be_brought_again() {
    let gone = after::<Image>([upload(1_000, staff()), size(400)])
        .when(ImageCommand::Remove)
        .then([ImageEvent::ImageRemoved {}])
        .when(ImageCommand::Remove)
        .nothing_happens()
        .when(size(160))
        .refuses(ImageRefusal::NotThere);
    let back = gone
        .when(upload(1_000, Actor::Guest))
        .then([uploaded(1_000, Actor::Guest)])
        .state();
    assert!(back.is_there() && back.sizes().next().is_none());
    assert!(!back.is_of(&staff()));
    given::<Image>([])
        .when(ImageCommand::Remove)
        .refuses(ImageRefusal::NotThere);
}

#[test]
fn a_name_is_thirty_two_letters_and_digits_and_nothing_else() {
    let good = "abcdefghijklmnopqrstuvwxyz234567";
    assert!(ImageName::new(good).is_ok());
    for bad in [
        "",
        &good[1..],
        "abcdefghijklmnopqrstuvwxyz23456/",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        "..defghijklmnopqrstuvwxyz234567",
    ] {
        assert!(ImageName::new(bad).is_err(), "{bad}");
    }
}
