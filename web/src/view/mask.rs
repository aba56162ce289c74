//! What is left of personal data for whoever is not known to be its owner: enough for the owner to know it by.

/// Stands for what is not shown.
const HIDDEN: char = '*';

/// `홍**`: the first letter.
#[must_use]
pub fn name(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next();
    first.into_iter().chain(letters.map(|_| HIDDEN)).collect()
}

/// `***-****-**78`: the last two digits.
#[must_use]
pub fn phone(phone: &str) -> String {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0;
    let hide = |letter: char| {
        seen += usize::from(letter.is_ascii_digit());
        let hidden = letter.is_ascii_digit() && seen + 2 <= digits;
        if hidden { HIDDEN } else { letter }
    };
    phone.chars().map(hide).collect()
}

/// What a province, a city, a county or a district is called.
const REGIONS: [char; 4] = ['시', '도', '군', '구'];

/// `서울특별시 마포구 ***`: the province or city and what lies in it; of addresses that name none, nothing.
#[must_use]
pub fn address(address: &str) -> String {
    let region = |word: &&str| word.ends_with(REGIONS) && !word.contains(char::is_numeric);
    let words = address.split_whitespace().take_while(region).take(2);
    let mut shown: Vec<&str> = words.collect();
    shown.push("***");
    shown.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_much_is_left_that_its_owner_knows_it() {
        assert_eq!(name("홍길동"), "홍**");
        assert_eq!(name(""), "");
        assert_eq!(phone("010-1234-5678"), "***-****-**78");
        assert_eq!(phone("+821012345678"), "+**********78");
        assert_eq!(phone(""), "");
        assert_eq!(
            address("서울특별시 마포구 월드컵로 1"),
            "서울특별시 마포구 ***"
        );
        assert_eq!(address("제주특별자치도 우도로 1"), "제주특별자치도 ***");
        assert_eq!(address("강남대로12길34 101호"), "***");
        assert_eq!(address("12 Mapo-daero, Seoul"), "***");
    }
}
