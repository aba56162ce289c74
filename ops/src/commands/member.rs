//! `jangbu member`: what staff do to one member, until they have pages for it. It shows nothing that
//! says who the member is.

use anyhow::{Context, Result, bail};
use chrono::Months;
use chrono_tz::Asia::Seoul;
use clap::{Args, Subcommand};
use domain::member::{ConsentKind, GradeReason, Standing};
use domain::{GradeId, MemberId, StoreId, Won};
use projections::members;
use serde_json::json;
use shop::members::Purchases;

use super::opened::with_shop;
use super::order::kst;
use crate::cli::{Outcome, Usage};
use crate::config::Global;
use crate::say::say;
use crate::shop::{DEMO_STORE, OpenShop, desk};
use crate::table::grouped;

const EXAMPLES: &str = "\
Examples:
  jangbu member show kim@example.kr
  jangbu member grade kim@example.kr fruit
  jangbu member withdraw 0b6c1f0e-5d0c-5f6e-9f0a-3a4b5c6d7e8f --yes

A member is named by the mail address, or by the id that events and tables show. Nothing of who it is \
is printed.";

const GRADE: &str = "\
Examples:
  jangbu member grade kim@example.kr fruit

It holds until the next evaluation, on the first of the month.";

const WITHDRAW: &str = "\
Examples:
  jangbu member withdraw kim@example.kr --yes

Name, addresses and mail address are erased at once and for good. Orders stay, with what must be kept of \
them.";

/// Look at a member, set a grade, withdraw
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Member {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// How it stands with a member
    Show {
        #[command(flatten)]
        who: Who,
    },
    /// Give a member a grade
    #[command(after_help = GRADE)]
    Grade {
        #[command(flatten)]
        who: Who,
        /// The grade's id
        #[arg(value_name = "GRADE")]
        grade: GradeId,
    },
    /// End a membership and erase who it was
    #[command(after_help = WITHDRAW)]
    Withdraw {
        #[command(flatten)]
        who: Who,
        /// It cannot be undone
        #[arg(long)]
        yes: bool,
    },
}

/// A member, as one is named at the prompt.
#[derive(Debug, Args)]
pub(super) struct Who {
    /// A mail address, or a member's id
    #[arg(value_name = "MEMBER")]
    member: String,
    /// The store, where each has members of its own
    #[arg(long, value_name = "STORE", default_value = DEMO_STORE)]
    store: StoreId,
}

impl Member {
    /// # Errors
    /// There is no such member, the step is refused, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        if let Step::Withdraw { yes: false, .. } = self.step {
            let ask = "withdrawing cannot be undone; if that is what you want, say --yes";
            return Err(Usage(ask.to_owned()).into());
        }
        let json = global.json;
        with_shop(global, async |open| take(open, self.step, json).await).await?;
        Ok(Outcome::Done)
    }
}

async fn take(open: &OpenShop, step: Step, json: bool) -> Result<()> {
    let shop = &open.shop;
    let member = match step {
        Step::Show { who } => who.find(open).await?,
        Step::Grade { who, grade } => {
            let known = &shop.settings().members;
            if known.grade(&grade).is_none() {
                let ids: Vec<&str> = known.grades.iter().map(|it| it.id.as_str()).collect();
                bail!("there is no grade {grade}; there are: {}", ids.join(", "));
            }
            let member = who.find(open).await?;
            let caller = desk(who.store);
            let bought = bought(open, member).await?;
            shop.set_grade(&caller, member, grade, GradeReason::Staff, bought)
                .await?;
            member
        }
        Step::Withdraw { who, .. } => {
            let member = who.find(open).await?;
            shop.withdraw(&desk(who.store), member, "staff").await?;
            member
        }
    };
    show(open, member, json).await
}

impl Who {
    pub(super) async fn find(&self, open: &OpenShop) -> Result<MemberId> {
        let nobody = || format!("there is no member {}", self.member);
        if let Ok(member) = self.member.parse() {
            let stands = open.shop.member(member).await?.standing() != Standing::New;
            return stands.then_some(member).with_context(nobody);
        }
        let email = open.shop.mail_fingerprint(&self.member);
        let realm = open.shop.settings().members.realm(&self.store).to_owned();
        let account = open.shop.accounts()?.find(&realm, &email).await?;
        Ok(account.with_context(nobody)?.member)
    }
}

/// What a member bought in the twelve months before today.
async fn bought(open: &OpenShop, member: MemberId) -> Result<Purchases> {
    let until = open.shop.now().with_timezone(&Seoul).date_naive();
    let from = until - Months::new(12);
    let won = Won(members::won_within(&open.pool, member, from, until).await?);
    Ok(Purchases { won, from, until })
}

async fn show(open: &OpenShop, id: MemberId, json: bool) -> Result<()> {
    let member = open.shop.member(id).await?;
    let bought = bought(open, id).await?;
    let grade = open.shop.grade_of(&member).map(|grade| grade.id.as_str());
    let consents: Vec<&str> = ConsentKind::ALL
        .into_iter()
        .filter(|kind| member.consent(*kind).is_some())
        .map(ConsentKind::as_str)
        .collect();
    if json {
        let shown = json!({
            "member": id, "standing": member.standing().as_str(), "store": member.store(),
            "joined": member.joined(), "last_seen": member.last_seen(), "dormant_on": member.dormant_on(),
            "grade": grade, "won": bought.won, "consents": consents, "addresses": member.addresses().len(),
        });
        return Ok(say!("{shown}")?);
    }
    let time = |at: Option<_>| at.map_or_else(|| "-".to_owned(), kst);
    say!("member     {id}  ({})", member.standing().as_str())?;
    say!(
        "joined     {}   last seen {}",
        time(member.joined()),
        time(member.last_seen())
    )?;
    if let Some(day) = member.dormant_on() {
        say!("dormant on {day}")?;
    }
    say!(
        "grade      {}   {}원 in twelve months",
        grade.unwrap_or("-"),
        grouped(bought.won.0)
    )?;
    say!("consents   {}", consents.join(", "))?;
    Ok(())
}
