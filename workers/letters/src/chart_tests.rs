//! Charts of all kinds of days.

use chrono::Days;
use resvg::tiny_skia::PremultipliedColorU8;

use super::*;

fn bars(values: &[i64]) -> Vec<Bar> {
    let first = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let day = |place: usize| first + Days::new(place as u64);
    let all = values.iter().enumerate();
    all.map(|(place, value)| Bar {
        day: day(place),
        value: *value,
    })
    .collect()
}

fn picture(values: &[i64]) -> Pixmap {
    let bytes = png(&bars(values), "#1f6f4a", Language::Ko).unwrap();
    Pixmap::decode_png(&bytes).unwrap()
}

fn count(picture: &Pixmap, is: impl Fn(&PremultipliedColorU8) -> bool) -> usize {
    picture.pixels().iter().filter(|pixel| is(pixel)).count()
}

#[test]
fn the_picture_is_600_by_240_at_twice_the_size_and_hides_what_is_behind() {
    let picture = picture(&[3, 5]);
    assert_eq!((picture.width(), picture.height()), (1_200, 480));
    assert_eq!(count(&picture, |pixel| pixel.alpha() < 255), 0);
}

#[test]
fn the_last_day_has_the_stores_colour_and_a_day_below_zero_is_red() {
    let green = |pixel: &PremultipliedColorU8| {
        (pixel.red(), pixel.green(), pixel.blue()) == (0x1f, 0x6f, 0x4a)
    };
    let red = |pixel: &PremultipliedColorU8| {
        (pixel.red(), pixel.green(), pixel.blue()) == (0xc2, 0x41, 0x2d)
    };
    let rising = picture(&[10, 20]);
    assert!(count(&rising, green) > 1_000 && count(&rising, red) < 1_000);
    let falling = picture(&[-10, -20]);
    assert!(count(&falling, red) > 10_000 && count(&falling, green) == 0);
}

#[test]
fn twice_the_sales_is_twice_the_bar() {
    let scale = Scale::of(&bars(&[10, 20]));
    let rise = |value| scale.height(0) - scale.height(value);
    assert!((rise(20) - 2.0 * rise(10)).abs() < 0.01 && rise(10) > 1.0);
}

#[test]
fn any_days_can_be_drawn_and_stay_inside() {
    let year = [i64::MAX; 366];
    let extremes = [i64::MIN, 0, i64::MAX];
    for values in [&[][..], &[0], &[0; 14], &[-5; 14], &[1], &extremes, &year] {
        let drawn = svg(&bars(values), Colour::of("#1f6f4a"), Language::Ko);
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        let scale = Scale::of(&bars(values));
        for value in values {
            let height = scale.height(*value);
            assert!(
                (TOP - 0.1..=BOTTOM + 0.1).contains(&height),
                "{value} at {height}"
            );
        }
        picture(values);
    }
}

#[test]
fn every_sign_of_a_label_is_in_the_fonts() {
    let fonts: [&[u8]; 2] = [
        include_bytes!("../fonts/jangbu-sans-regular.ttf"),
        include_bytes!("../fonts/jangbu-sans-bold.ttf"),
    ];
    let values = [
        7,
        -31_000,
        1_530_000,
        120_000_000,
        3_000_000_000_000,
        i64::MAX,
    ];
    let drawn = Language::ALL.map(|language| {
        let weeks = values.repeat(2);
        svg(&bars(&weeks), Colour::of("#1f6f4a"), language)
    });
    let amounts = Language::ALL.map(|language| values.map(|value| brief(value, language)));
    let texts = drawn.iter().flat_map(|svg| svg.split("</text>"));
    let texts = texts.filter_map(|part| part.rsplit_once('>').map(|(_, text)| text));
    let signs: String = texts
        .chain(amounts.iter().flatten().map(String::as_str))
        .collect();
    for font in fonts {
        let face = ttf_parser::Face::parse(font, 0).unwrap();
        for sign in signs.chars() {
            assert!(
                face.glyph_index(sign).is_some(),
                "{sign} is not in the font"
            );
        }
    }
}

#[test]
fn labels_do_not_stand_in_each_others_way() {
    let told = |values: &[i64]| told(&bars(values), &Scale::of(&bars(values)));
    assert_eq!(told(&[1, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 5]), [13, 1]);
    assert_eq!(told(&[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 101, 100]), [13]);
    assert_eq!(told(&[5, 0, -4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), [0, 2]);
    assert!(told(&[0; 14]).is_empty() && told(&[]).is_empty());
}

#[test]
fn amounts_are_brief() {
    assert_eq!(brief(1_530_000, Language::Ko), "153만");
    assert_eq!(brief(125_000, Language::Ko), "12.5만");
    assert_eq!(brief(-31_000, Language::Ko), "−3.1만");
    assert_eq!(brief(999, Language::Ko), "999");
    assert_eq!(brief(120_000_000, Language::Ko), "1.2억");
    assert_eq!(brief(1_530_000, Language::En), "1.5M");
    assert_eq!(brief(900_000, Language::En), "900K");
}
