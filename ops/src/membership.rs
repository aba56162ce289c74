//! What `DATA/stores.toml` says of members: whose they are, their grades, and when accounts sleep.

use anyhow::{Result, bail};
use domain::member::is_version;
use domain::pricing::Names;
use domain::{GradeId, Won};
use serde::Deserialize;
use shop::members::{Dormancy, Grade, MemberSettings, Membership as Shared, Sleep};

/// The table `[members]`. What it does not say is as in the demo.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Membership {
    /// Each store has members of its own.
    #[serde(default)]
    separate: bool,
    /// The version of the words by which members agree to advertising.
    consent_text: Option<String>,
    #[serde(default)]
    grade: Vec<GradePart>,
    dormancy: Option<DormancyPart>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GradePart {
    id: GradeId,
    name: String,
    #[serde(default)]
    name_en: String,
    /// Won within twelve months.
    from: i64,
    /// Percent.
    #[serde(default)]
    discount: u32,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DormancyPart {
    mode: Mode,
    inactive_days: Option<u32>,
    notice_days_before: Option<u32>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    None,
    Separate,
    Destroy,
}

impl Membership {
    /// What makes no sense is named.
    ///
    /// # Errors
    /// That.
    pub fn check(&self) -> Result<()> {
        if let Some(first) = self.grade.first()
            && first.from != 0
        {
            bail!("the first grade is everybody's: from = 0");
        }
        let rising = self.grade.is_sorted_by(|low, high| low.from < high.from);
        if !rising {
            bail!("grades: from the lowest to the highest, each with a higher `from`");
        }
        if self.grade.iter().any(|grade| grade.discount > 100) {
            bail!("a grade's discount is a number of percent");
        }
        if let Some(text) = self
            .consent_text
            .as_deref()
            .filter(|text| !is_version(text))
        {
            bail!("consent-text: a short word such as 2026-01, not {text:?}");
        }
        let Dormancy {
            inactive_days,
            notice_days_before,
            ..
        } = self.settings().dormancy;
        if inactive_days == 0 || notice_days_before >= inactive_days {
            bail!("dormancy: notice-days-before is less than inactive-days");
        }
        Ok(())
    }

    /// The settings.
    pub fn settings(&self) -> MemberSettings {
        let mut settings = MemberSettings::default();
        if self.separate {
            settings.membership = Shared::Separate;
        }
        if let Some(text) = &self.consent_text {
            settings.consent_text.clone_from(text);
        }
        if !self.grade.is_empty() {
            settings.grades = self.grade.iter().map(GradePart::grade).collect();
        }
        if let Some(part) = &self.dormancy {
            let usual = settings.dormancy;
            settings.dormancy = Dormancy {
                mode: match part.mode {
                    Mode::None => Sleep::None,
                    Mode::Separate => Sleep::Separate,
                    Mode::Destroy => Sleep::Destroy,
                },
                inactive_days: part.inactive_days.unwrap_or(usual.inactive_days),
                notice_days_before: part.notice_days_before.unwrap_or(usual.notice_days_before),
            };
        }
        settings
    }
}

impl GradePart {
    fn grade(&self) -> Grade {
        Grade {
            id: self.id.clone(),
            name: Names::new(&self.name, &self.name_en),
            from: Won(self.from),
            discount: self.discount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<MemberSettings> {
        let part: Membership = toml::from_str(text)?;
        part.check()?;
        Ok(part.settings())
    }

    #[test]
    fn nothing_said_is_the_demo() {
        assert_eq!(read("").unwrap(), MemberSettings::default());
    }

    #[test]
    fn grades_and_sleep_are_the_shops_own() {
        let text = "separate = true\ndormancy = { mode = \"destroy\", inactive-days = 730 }\n\
                    [[grade]]\nid = \"a\"\nname = \"가\"\nfrom = 0\n\
                    [[grade]]\nid = \"b\"\nname = \"나\"\nfrom = 1\ndiscount = 5\n";
        let settings = read(text).unwrap();
        assert_eq!(settings.membership, Shared::Separate);
        assert_eq!(settings.dormancy.mode, Sleep::Destroy);
        assert_eq!(settings.dormancy.inactive_days, 730);
        assert_eq!(settings.grade_for(Won(1)).unwrap().discount, 5);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let wrong = |text: &str| format!("{:#}", read(text).unwrap_err());
        let grade = |from| format!("[[grade]]\nid = \"a\"\nname = \"가\"\nfrom = {from}\n");
        assert!(wrong(&grade(5)).contains("everybody"));
        assert!(wrong(&format!("{}{}", grade(0), grade(0))).contains("higher"));
        assert!(wrong("consent-text = \"자유로운 글\"").contains("consent-text"));
        let sleep = "dormancy = { mode = \"separate\", inactive-days = 10 }";
        assert!(wrong(sleep).contains("notice-days-before"));
    }
}
