//! Files of recipients, good and odd.

use super::*;

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn whole(file: &str, variables: &[&str]) -> Result<Recipients, TableFault> {
    read(file.as_bytes(), &names(variables), |_| Ok(()))
}

#[test]
fn numbers_become_digits_and_columns_values() {
    let file = "\u{feff}phone,이름\n010-1234-5678, 김장부 \n+82 10 8765 4321,이수령\n";
    let read = whole(file, &["이름"]).unwrap();
    assert_eq!(read.bad, []);
    assert_eq!(read.good[0].phone, "01012345678");
    assert_eq!(
        read.good[0].values,
        [("이름".to_owned(), "김장부".to_owned())]
    );
    assert_eq!(read.good[1].phone, "01087654321");
}

#[test]
fn what_is_odd_is_left_out_and_told_by_its_row() {
    let file = "phone\n01012345678\n02-123-4567\n010 1234 5678\n01087654321,more\n";
    let read = whole(file, &[]).unwrap();
    assert_eq!(read.good.len(), 1);
    let rows: Vec<u64> = read.bad.iter().map(|bad| bad.row).collect();
    assert_eq!(rows, [3, 4, 5]);
    assert!(read.bad[1].why.contains("row 2"), "{:?}", read.bad);
    let told = format!("{:?}", read.bad);
    assert!(!told.contains("123-4567") && !told.contains("01087654321"));
}

#[test]
fn rows_are_lines_whoever_ended_them_and_no_value_swallows_rows() {
    let file = "phone,이름\r\n01012345678,가\r\n\r\n1,나\r\n01087654321,\"다\r\n01087654322,라\r\n";
    let read = whole(file, &["이름"]).unwrap();
    assert_eq!(read.good.len(), 1);
    let rows: Vec<u64> = read.bad.iter().map(|bad| bad.row).collect();
    assert_eq!(rows, [4, 5], "{:?}", read.bad);
    assert!(read.bad[1].why.contains("quote"), "{:?}", read.bad);
}

#[test]
fn a_file_in_another_alphabet_is_told_as_such() {
    let file = b"phone,a\n01012345678,\xb0\xa1\n";
    let read = read(&file[..], &names(&["a"]), |_| Ok(()));
    assert!(matches!(read, Err(TableFault::NotUtf8(2))), "{read:?}");
}

#[test]
fn columns_are_those_of_the_message() {
    assert!(matches!(
        whole("number\n1\n", &[]),
        Err(TableFault::NoPhone)
    ));
    let missing = whole("phone\n", &["이름"]);
    assert!(matches!(missing, Err(TableFault::Missing(name)) if name == "이름"));
    let unused = whole("phone,이름\n", &[]);
    assert!(matches!(unused, Err(TableFault::Unused(name)) if name == "이름"));
    assert!(matches!(
        whole("phone,phone\n", &[]),
        Err(TableFault::Twice(_))
    ));
}

#[test]
fn a_message_that_cannot_travel_is_found_here() {
    let read = read(
        "phone,이름\n01012345678,😀\n".as_bytes(),
        &names(&["이름"]),
        |one| Err(format!("{} value(s)", one.values.len())),
    );
    let bad = BadRow {
        row: 2,
        why: "1 value(s)".to_owned(),
    };
    assert_eq!(read.unwrap().bad, [bad]);
}
