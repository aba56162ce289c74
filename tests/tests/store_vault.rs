//! What the vault promises, in memory and on PostgreSQL.

#![allow(clippy::unwrap_used)]

use domain::personal::{PersonalRef, Retention};
use serde_json::{Value, json};
use store::vault::{Entry, MasterKey, Vault, VaultError};
use tests::pg;

#[expect(clippy::unused_async, reason = "made like the other vault")]
async fn memory() -> Vault {
    Vault::memory(MasterKey::random())
}

async fn postgres() -> Vault {
    let log = pg::database().await.log().await;
    Vault::postgres(&log, MasterKey::random())
}

/// Runs each sentence over each vault.
macro_rules! promises {
    ($($sentence:ident),+ $(,)?) => {
        mod in_memory {
            $(#[tokio::test] async fn $sentence() { super::$sentence(super::memory().await).await; })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $sentence() { super::$sentence(super::postgres().await).await; })+
        }
    };
}

promises! {
    what_was_put_is_got,
    several_are_got_in_the_order_asked_for,
    erasing_takes_one_subject_and_one_class_only,
    one_entry_is_forgotten_and_the_others_of_its_subject_stay,
    a_subject_is_found_by_what_it_was_put_with,
    the_same_data_twice_has_two_commitments,
    a_reference_with_another_commitment_opens_nothing,
}

fn person() -> Value {
    json!({ "name": "홍길동", "phone": "010-1234-5678" })
}

async fn what_was_put_is_got(vault: Vault) {
    let reference = vault
        .put("order-1", Retention::Order5y, &person())
        .await
        .unwrap();
    assert_eq!(vault.get(&reference).await.unwrap(), Some(person()));
    assert_eq!(reference.commitment.0.len(), 64);
}

async fn several_are_got_in_the_order_asked_for(vault: Vault) {
    let data: Vec<_> = (0..5).map(|n| json!({ "n": n })).collect();
    let subject = |n: usize| if n.is_multiple_of(2) { "even" } else { "odd" };
    let entries: Vec<_> = data
        .iter()
        .enumerate()
        .map(|(n, data)| Entry {
            subject: subject(n),
            class: Retention::Order5y,
            data,
            lookups: &[],
        })
        .collect();
    let mut refs = vault.put_many(&entries).await.unwrap();
    refs.reverse();
    refs.push(PersonalRef {
        id: uuid::Uuid::new_v4(),
        commitment: refs[0].commitment.clone(),
    });
    let got = vault.get_many(&refs).await.unwrap();
    assert_eq!(
        got,
        [
            Some(json!({"n": 4})),
            Some(json!({"n": 3})),
            Some(json!({"n": 2})),
            Some(json!({"n": 1})),
            Some(json!({"n": 0})),
            None
        ]
    );
    assert!(vault.get_many(&[]).await.unwrap().is_empty());
    assert!(vault.put_many(&[]).await.unwrap().is_empty());
}

async fn erasing_takes_one_subject_and_one_class_only(vault: Vault) {
    let mine = vault
        .put("me", Retention::Order5y, &person())
        .await
        .unwrap();
    let again = vault
        .put("me", Retention::Order5y, &person())
        .await
        .unwrap();
    let profile = vault
        .put("me", Retention::UntilWithdrawal, &person())
        .await
        .unwrap();
    let other = vault
        .put("you", Retention::Order5y, &person())
        .await
        .unwrap();
    assert_eq!(vault.erase("me", Retention::Order5y).await.unwrap(), 2);
    assert_eq!(vault.erase("me", Retention::Order5y).await.unwrap(), 0);
    let got = vault
        .get_many(&[mine, again, profile, other])
        .await
        .unwrap();
    assert_eq!(got, [None, None, Some(person()), Some(person())]);
}

async fn one_entry_is_forgotten_and_the_others_of_its_subject_stay(vault: Vault) {
    let first = vault.put("me", Retention::Order5y, &person()).await;
    let second = vault.put("me", Retention::Order5y, &person()).await;
    let (first, second) = (first.unwrap(), second.unwrap());
    vault.forget(&first).await.unwrap();
    vault.forget(&first).await.unwrap();
    let got = vault.get_many(&[first, second]).await.unwrap();
    assert_eq!(got, [None, Some(person())]);
}

async fn a_subject_is_found_by_what_it_was_put_with(vault: Vault) {
    let lookups = [("email", "hong@example.kr"), ("phone", "01012345678")];
    for subject in ["m2", "m1"] {
        let data = person();
        let entry = Entry {
            subject,
            class: Retention::UntilWithdrawal,
            data: &data,
            lookups: &lookups,
        };
        vault.put_many(&[entry]).await.unwrap();
    }
    assert_eq!(
        vault.find("email", "hong@example.kr").await.unwrap(),
        ["m1", "m2"]
    );
    assert!(
        vault
            .find("phone", "hong@example.kr")
            .await
            .unwrap()
            .is_empty()
    );
    vault.erase("m1", Retention::UntilWithdrawal).await.unwrap();
    assert_eq!(vault.find("phone", "01012345678").await.unwrap(), ["m2"]);
}

async fn the_same_data_twice_has_two_commitments(vault: Vault) {
    let first = vault.put("a", Retention::Order5y, &person()).await.unwrap();
    let second = vault.put("a", Retention::Order5y, &person()).await.unwrap();
    assert_ne!(first.commitment, second.commitment);
}

async fn a_reference_with_another_commitment_opens_nothing(vault: Vault) {
    let mut reference = vault.put("a", Retention::Order5y, &person()).await.unwrap();
    reference.commitment.0.replace_range(
        ..1,
        if reference.commitment.0.starts_with('0') {
            "1"
        } else {
            "0"
        },
    );
    assert_eq!(
        vault.get(&reference).await,
        Err(VaultError::Damaged(reference.id))
    );
}

#[tokio::test]
async fn nothing_readable_lies_in_the_database_and_nothing_opens_elsewhere() {
    let database = pg::database().await;
    let (log, client) = (database.log().await, database.client().await);
    let key = MasterKey::random();
    let vault = Vault::postgres(&log, &key);
    let lookups = [("phone", "01012345678")];
    let data = person();
    let put = Entry {
        subject: "a",
        class: Retention::Order5y,
        data: &data,
        lookups: &lookups,
    };
    let first = vault.put_many(&[put]).await.unwrap().remove(0);
    let second = vault
        .put("a", Retention::Order5y, &json!({"name": "둘"}))
        .await
        .unwrap();

    let dump = "SELECT string_agg(t::text, ' ') FROM (
        SELECT k.*, encode(wrapped, 'escape') FROM vault_keys k) AS t";
    let mut text: String = client.query_one(dump, &[]).await.unwrap().get(0);
    for table in ["vault_entries", "vault_lookups"] {
        let sql = format!("SELECT string_agg(t::text, ' ') FROM {table} AS t");
        text += &client
            .query_one(&sql, &[])
            .await
            .unwrap()
            .get::<_, String>(0);
    }
    for secret in ["홍길동", "01012345678", "010-1234-5678"] {
        assert!(!text.contains(secret));
        let hex = secret
            .bytes()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert!(!text.contains(&hex));
    }

    // Another master key opens nothing.
    let thief = Vault::postgres(&log, MasterKey::random());
    assert_eq!(thief.get(&first).await, Err(VaultError::Damaged(first.id)));
    // An entry put into another's row opens nothing, even under the right key.
    let swap = "UPDATE vault_entries AS e SET sealed = o.sealed, key_id = o.key_id
        FROM vault_entries AS o WHERE e.id = $1 AND o.id = $2";
    client
        .execute(swap, &[&second.id, &first.id])
        .await
        .unwrap();
    assert_eq!(
        vault.get(&second).await,
        Err(VaultError::Damaged(second.id))
    );
    // The key's row says whose it is, and cannot be given to another.
    client
        .execute("UPDATE vault_keys SET subject = 'b'", &[])
        .await
        .unwrap();
    assert_eq!(vault.get(&first).await, Err(VaultError::Damaged(first.id)));
}

#[tokio::test]
async fn a_second_process_with_the_same_key_reads_on() {
    let database = pg::database().await;
    let key = MasterKey::random();
    let copy = MasterKey::from_hex(&key.to_hex()).unwrap();
    let reference = Vault::postgres(&database.log().await, &key)
        .put("a", Retention::Order5y, &person())
        .await
        .unwrap();
    let vault = Vault::postgres(&database.log().await, copy);
    assert_eq!(vault.get(&reference).await.unwrap(), Some(person()));
}

#[test]
fn keys_are_never_printed() {
    let key = MasterKey::from_bytes([0xab; 32]);
    assert_eq!(format!("{key:?}"), "MasterKey(..)");
    assert_eq!(format!("{:?}", Vault::memory(&key)), "Vault(..)");
    assert!(MasterKey::from_hex("abcd").is_none());
    assert_eq!(
        MasterKey::from_hex(&"AB".repeat(32))
            .unwrap()
            .to_hex()
            .as_str(),
        "ab".repeat(32)
    );
}
