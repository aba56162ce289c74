//! What a browser brings is compared with the closed list: from anything else no request can even be made.

use super::{Client, Street, brought};
use crate::inicis::client::NotPaid;
use crate::inicis::settings::{Hosts, Settings};
use crate::inicis::wire::form::{Charset, encode};
use crate::paying::rehearsal::HandClock;

fn client(hosts: Hosts) -> Client {
    Client::new(Settings::published(hosts), HandClock::morning()).unwrap()
}

fn standard(authorise: &str, cancel: &str, idc: &str) -> Vec<u8> {
    let fields = [
        ("resultCode", "0000"),
        ("mid", "INIpayTest"),
        ("orderNumber", "ORD-1"),
        ("authToken", "token+/=="),
        ("authUrl", authorise),
        ("netCancelUrl", cancel),
        ("idc_name", idc),
    ];
    encode(&fields, Charset::Utf8).into_bytes()
}

#[test]
fn only_servers_of_the_list_are_called() {
    let live = client(Hosts::live());
    let fine = "https://fcstdpay.inicis.com/api/payAuth";
    let cancel = "https://fcstdpay.inicis.com/api/netCancel";
    assert!(
        live.standard_return(&brought(&standard(fine, cancel, "fc")))
            .is_ok()
    );
    for odd in [
        "https://fcstdpay.inicis.com.evil.test/api/payAuth",
        "https://evil.test#fcstdpay.inicis.com/api/payAuth",
        "https://fcstdpay.inicis.com@evil.test/api/payAuth",
        "https://fcstdpay.inicis.com:444/api/payAuth",
        "https://ksstdpay.inicis.com/api/payAuth",
        "http://fcstdpay.inicis.com/api/payAuth",
        "https://fcstdpay.inicis.com/api/payAuth?to=evil",
        "https://fcstdpay.inicis.com/api/netCancel",
        "http://169.254.169.254/api/payAuth",
        "",
    ] {
        let read = live.standard_return(&brought(&standard(odd, cancel, "fc")));
        assert_eq!(read, Err(NotPaid::Foreign("authUrl")), "{odd}");
        let read = live.standard_return(&brought(&standard(fine, odd, "fc")));
        let passes = odd == cancel;
        assert!(
            passes || read == Err(NotPaid::Foreign("netCancelUrl")),
            "{odd}"
        );
    }
    let staging = "https://stgstdpay.inicis.com/api/payAuth";
    let staged = "https://stgstdpay.inicis.com/api/netCancel";
    for idc in ["stg", "", "evil.test/", "FC"] {
        let read = live.standard_return(&brought(&standard(staging, staged, idc)));
        assert_eq!(read, Err(NotPaid::Foreign("idc_name")), "{idc}");
    }
    let tests = client(Hosts::staging());
    assert!(
        tests
            .standard_return(&brought(&standard(staging, staged, "stg")))
            .is_ok()
    );
}

fn mobile(url: &str) -> Vec<u8> {
    let fields = [
        ("P_STATUS", "00"),
        ("P_TID", "INIMX_AUTHINIpayTest20260801090000000001"),
        ("P_NOTI", "ORD-1"),
        ("P_AMT", "33000"),
        ("P_REQ_URL", url),
    ];
    encode(&fields, Charset::EucKr).into_bytes()
}

#[test]
fn telephones_are_no_way_around_it() {
    let live = client(Hosts::live());
    for fine in [
        "https://mobile.inicis.com/smart/payReq.ini",
        "https://fcmobile.inicis.com:443/smart/payReq.ini",
    ] {
        assert!(
            live.mobile_return(&brought(&mobile(fine))).is_ok(),
            "{fine}"
        );
    }
    for odd in [
        "https://mobile.inicis.com.evil.test/smart/payReq.ini",
        "https://evil.test/smart/payReq.ini#mobile.inicis.com",
        "https://evil.test/smart/?mobile.inicis.com",
        "https://mobile.inicis.com@evil.test/smart/payReq.ini",
        "https://user:word@mobile.inicis.com/smart/payReq.ini",
        "https://mobile.inicis.com:8443/smart/payReq.ini",
        "http://mobile.inicis.com/smart/payReq.ini",
        "https://mobile.inicis.com/smart/../admin",
        "https://mobile.inicis.com/smart/payReq.ini?next=evil",
        "https://stgmobile.inicis.com/smart/payReq.ini",
        "https:\\\\evil.test\\smart\\mobile.inicis.com",
        "http://127.0.0.1/smart/payReq.ini",
        "file:///smart/payReq.ini",
        "/smart/payReq.ini",
        "",
    ] {
        let read = live.mobile_return(&brought(&mobile(odd)));
        assert_eq!(read, Err(NotPaid::Foreign("P_REQ_URL")), "{odd}");
    }
}

#[test]
fn what_ended_badly_or_is_somebody_elses_is_not_approved() {
    let live = client(Hosts::live());
    let fine = standard(
        "https://fcstdpay.inicis.com/api/payAuth",
        "https://fcstdpay.inicis.com/api/netCancel",
        "fc",
    );
    let fine = String::from_utf8(fine).unwrap();
    let read = |from: &str, to: &str| {
        assert!(fine.contains(from), "{fine}");
        live.standard_return(&brought(fine.replace(from, to).as_bytes()))
    };
    let ended = |code: &str| Err(NotPaid::Ended(code.to_owned()));
    assert_eq!(read("=0000", "=V013"), ended("V013"));
    assert_eq!(read("=0000", "="), ended("unreadable"));
    assert_eq!(
        read("=INIpayTest", "=INIpayTesT"),
        Err(NotPaid::OtherMerchant)
    );
    for odd in ["", "a%20b", "%27--", &"x".repeat(41)] {
        let order = read("=ORD%2D1", &format!("={odd}"));
        assert_eq!(order, Err(NotPaid::Unreadable("orderNumber")), "{odd}");
    }
    let long = format!("={}", "t".repeat(5_000));
    for odd in ["=", &long] {
        let token = read("=token%2B%2F%3D%3D", odd);
        assert_eq!(token, Err(NotPaid::Unreadable("authToken")));
    }
    assert!(live.standard_return(&brought(b"\xff&&==%")).is_err());
    assert!(live.mobile_return(&brought(b"\xff&&==%")).is_err());
}

#[tokio::test]
async fn a_request_for_a_server_off_the_list_is_not_sent() {
    let street = Street::open().await;
    let request = street.authenticated(super::Method::Card).await;
    let live = client(Hosts::live());
    let refused = live.approve(&request).await;
    assert!(
        matches!(refused, Err(crate::paying::call::CallError::NotSent(_))),
        "{refused:?}"
    );
}
