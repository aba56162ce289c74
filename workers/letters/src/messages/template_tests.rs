//! Words are filled whole, or not at all.

use super::*;

const HELLO: Template = Template {
    name: "hello",
    title: "인사",
    text: "#{이름}님, #{상점}입니다.",
    subject: "인사",
    fallback: "#{이름}님 안녕하세요",
};

fn given(pairs: &[(&str, &str)]) -> Variables {
    let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(pair).collect()
}

#[test]
fn every_variable_is_given_and_none_is_left_over() {
    let whole = HELLO.compose(&given(&[("이름", "김장부"), ("상점", "장부상회")]));
    assert_eq!(whole.unwrap().text, "김장부님, 장부상회입니다.");
    assert_eq!(
        HELLO.compose(&given(&[("이름", "김장부")])),
        Err(WordsError::Missing("상점".to_owned()))
    );
    let more = given(&[("이름", "김장부"), ("상점", "장부상회"), ("나이", "7")]);
    assert_eq!(
        HELLO.compose(&more),
        Err(WordsError::Unused("나이".to_owned()))
    );
}

#[test]
fn an_empty_value_is_refused() {
    let blank = given(&[("이름", " \n"), ("상점", "장부상회")]);
    assert_eq!(
        HELLO.compose(&blank),
        Err(WordsError::Empty("이름".to_owned()))
    );
}

#[test]
fn a_value_cannot_bring_a_variable_or_a_line_of_its_own() {
    let sly = given(&[("이름", "#{상점}"), ("상점", "장부상회")]);
    assert_eq!(HELLO.compose(&sly), Err(WordsError::Left));
    let lines = given(&[("이름", "김\n장부"), ("상점", "장부상회")]);
    let text = HELLO.compose(&lines).unwrap().text;
    assert_eq!(text, "김 장부님, 장부상회입니다.");
}

#[test]
fn an_emoji_stays_in_alimtalk_and_leaves_the_short_message() {
    let smiling = given(&[("이름", "김😀장부"), ("상점", "장부상회")]);
    let composed = HELLO.compose(&smiling).unwrap();
    assert!(composed.text.contains('😀'));
    assert_eq!(composed.fallback, "김장부님 안녕하세요");
    let only = given(&[("이름", "😀"), ("상점", "장부상회")]);
    assert_eq!(HELLO.compose(&only).unwrap().fallback, "-님 안녕하세요");
}

#[test]
fn a_thousand_characters_are_the_most() {
    let long = |many: usize| given(&[("이름", &"가".repeat(many)), ("상점", "장부상회")]);
    let composed = HELLO.compose(&long(989)).unwrap();
    assert_eq!(composed.text.chars().count(), 1_000);
    let longer = HELLO.compose(&long(990));
    assert_eq!(longer, Err(WordsError::TooLong(1_001)));
}

#[test]
fn malformed_words_are_found() {
    for words in ["#{이름", "#{}", "#{a.b}", "#{#{이름}}"] {
        assert_eq!(names(words), Err(WordsError::Malformed), "{words}");
    }
}
