//! Amazon SES tells what became of letters: a shop that is told, and what it is told.

mod told;
mod trust;

use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::{Value, json};
use store::post::{Deliveries, Delivery, Medium, NewDelivery, Suppressions};

use crate::site::Site;
use crate::sns::{Sns, TOPIC};

const KIM: &str = "kim@example.org";

/// A shop that has sent Kim the letter `0100-kim`, and SNS.
pub struct Post {
    pub site: Site,
    pub sns: Arc<Sns>,
}

impl Post {
    pub async fn open() -> Self {
        let sns = Sns::new();
        let certificates = sns.clone();
        let topics = vec![TOPIC.to_owned()];
        let site = Site::dressed(|web| web.with_ses_notices(topics, certificates)).await;
        let post = Self { site, sns };
        post.sends("order-paid:kim", KIM, Some("0100-kim")).await;
        post
    }

    fn deliveries(&self) -> Deliveries {
        Deliveries::new(self.site.pool.clone())
    }

    /// A letter leaves; without an id its answer is lost.
    pub async fn sends(&self, key: &str, to: &str, id: Option<&str>) {
        let address = self.site.shop.mail_fingerprint(to);
        let new = NewDelivery {
            key,
            medium: Medium::Email,
            template: "order-paid",
            store: "intake",
            subject: None,
            address: Some(&address),
        };
        self.deliveries()
            .claim(&new, chrono::Utc::now())
            .await
            .unwrap();
        if let Some(id) = id {
            self.deliveries().sent(key, "ses", id).await.unwrap();
        }
    }

    pub async fn of(&self, key: &str) -> Delivery {
        self.deliveries().get(key).await.unwrap().unwrap()
    }

    pub async fn kim(&self) -> (String, Option<String>) {
        let delivery = self.of("order-paid:kim").await;
        (delivery.state, delivery.reason)
    }

    pub async fn suppressed(&self, address: &str) -> Option<String> {
        let list = Suppressions::new(self.site.pool.clone());
        let address = self.site.shop.mail_fingerprint(address);
        let found = list.find(Medium::Email, &address).await.unwrap();
        found.map(|found| found.reason)
    }

    pub async fn post(&self, message: &Value) -> StatusCode {
        self.post_text(message.to_string()).await
    }

    pub async fn post_text(&self, message: String) -> StatusCode {
        let visitor = self.site.visitor();
        let sent = visitor.ask(|client, base| {
            let request = client.post(format!("{base}/webhooks/ses")).body(message);
            // As SNS sends it.
            request.header("content-type", "text/plain; charset=UTF-8")
        });
        sent.await.status
    }

    pub async fn told(&self, id: &str, text: &Value) -> StatusCode {
        self.post(&self.sns.notify(id, &text.to_string())).await
    }
}

pub fn mail(id: &str) -> Value {
    json!({ "messageId": id, "source": "시험상회 <Shop@Test.example>", "timestamp": "2026-11-22T02:59:00.000Z", "destination": [KIM] })
}

pub fn bounce(letter: &str, feedback: &str, kind: &str) -> Value {
    let recipient = json!({ "emailAddress": "KIM@example.org", "status": "5.1.1", "action": "failed",
                            "diagnosticCode": "smtp; 550 <kim@example.org> unknown" });
    json!({ "notificationType": "Bounce", "mail": mail(letter), "bounce": {
        "bounceType": kind, "bounceSubType": "General", "feedbackId": feedback, "bouncedRecipients": [recipient] } })
}

pub fn complaint(letter: &str, feedback: &str) -> Value {
    json!({ "eventType": "Complaint", "mail": mail(letter), "complaint": {
        "feedbackId": feedback, "complaintFeedbackType": "abuse", "complainedRecipients": [{ "emailAddress": KIM }] } })
}

pub fn delivery(letter: &str) -> Value {
    json!({ "eventType": "Delivery", "mail": mail(letter), "delivery": { "recipients": [KIM] } })
}
