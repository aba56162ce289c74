//! What a page may do that leads to a provider's window: what every page may, and what this one window needs.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use shop::ports::paying::Opening;

use crate::layers::POLICY;

/// The headers of the page that leads there; none where the way is no address of the web.
#[must_use]
pub fn headers(opening: &Opening) -> Option<HeaderMap> {
    match opening {
        Opening::Redirect(address) => only(forms_to(address)?),
        Opening::Form { action, .. } => only(forms_to(action)?),
        Opening::Script { sdk, origins, .. } => {
            site(sdk)?;
            let mut headers = only(scripted(origins)?)?;
            // Card companies' own windows, opened by the provider's frame, must find back to it.
            headers.insert(
                HeaderName::from_static("cross-origin-opener-policy"),
                HeaderValue::from_static("same-origin-allow-popups"),
            );
            // Providers compare the shop's site with the contract's. The page's path holds a token: never that.
            headers.insert(
                header::REFERRER_POLICY,
                HeaderValue::from_static("strict-origin"),
            );
            Some(headers)
        }
    }
}

/// The headers of what stands in the frame of a closed window. The provider's frames are around it, within our own
/// page; it shows nothing of anybody and does nothing but leave.
#[must_use]
pub fn closed_in_a_frame() -> Option<HeaderMap> {
    let ancestors = "frame-ancestors 'self' https:";
    let mut headers = only(POLICY.replacen("frame-ancestors 'none'", ancestors, 1))?;
    headers.insert(
        header::X_FRAME_OPTIONS,
        HeaderValue::from_static("SAMEORIGIN"),
    );
    Some(headers)
}

fn only(policy: String) -> Option<HeaderMap> {
    let policy = HeaderValue::try_from(policy).ok()?;
    Some(HeaderMap::from_iter([(
        header::CONTENT_SECURITY_POLICY,
        policy,
    )]))
}

/// Forms may go to the window's site as well.
fn forms_to(address: &str) -> Option<String> {
    Some(opened(POLICY, "form-action 'self'", &site(address)?))
}

/// All that the provider's script loads comes from its sites. Its overlay is styled in place, as no script of ours
/// is; the page has nothing that a style could give away but to those sites.
fn scripted(origins: &[String]) -> Option<String> {
    if origins.is_empty() || !origins.iter().all(|origin| is_source(origin)) {
        return None;
    }
    let sites = origins.join(" ");
    let mut policy = opened(POLICY, "style-src 'self'", "'unsafe-inline'");
    for whose in ["img", "style", "script", "font", "connect"] {
        policy = opened(&policy, &format!("{whose}-src 'self'"), &sites);
    }
    policy = opened(&policy, "form-action 'self'", &sites);
    // Ours, too: a window that is closed shows our page in its frame.
    Some(format!("{policy}; frame-src 'self' {sites}"))
}

/// The policy with more after this.
fn opened(policy: &str, after: &str, more: &str) -> String {
    policy.replacen(after, &format!("{after} {more}"), 1)
}

/// `https://pay.example` of an address there.
fn site(address: &str) -> Option<String> {
    let address: Uri = address.parse().ok()?;
    let scheme = address.scheme_str()?;
    let web = ["https", "http"].contains(&scheme);
    web.then_some(())?;
    Some(format!("{scheme}://{}", address.authority()?))
}

/// `https://pay.example:8443`, `https://*.pay.example`: nothing that could add to a policy.
fn is_source(origin: &str) -> bool {
    let host = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"))
        .map(|host| host.strip_prefix("*.").unwrap_or(host));
    let fits = |letter: char| letter.is_ascii_alphanumeric() || ".-:".contains(letter);
    host.is_some_and(|host| !host.is_empty() && host.chars().all(fits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(opening: &Opening) -> Option<String> {
        let headers = headers(opening)?;
        let policy = headers.get(header::CONTENT_SECURITY_POLICY)?;
        Some(policy.to_str().ok()?.to_owned())
    }

    fn script(origins: &[&str]) -> Opening {
        Opening::Script {
            sdk: "https://pay.example/sdk.js".to_owned(),
            run: "inicis",
            fields: vec![],
            origins: origins.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    fn directive<'a>(policy: &'a str, name: &str) -> &'a str {
        let mut all = policy.split(';').map(str::trim);
        all.find(|it| it.starts_with(name)).unwrap()
    }

    #[test]
    fn a_form_may_go_to_the_windows_site_and_nothing_else_changes() {
        let way = Opening::Redirect("https://pay.example:8443/window?a=1;b".to_owned());
        let policy = policy(&way).unwrap();
        let forms = "form-action 'self' https://pay.example:8443";
        assert_eq!(directive(&policy, "form-action"), forms);
        let without = policy.replace(" https://pay.example:8443", "");
        assert_eq!(without, POLICY);
    }

    #[test]
    fn a_script_gets_its_sites_and_no_others() {
        let policy = policy(&script(&["https://pay.example", "https://*.pay.example"])).unwrap();
        let sites = "https://pay.example https://*.pay.example";
        let scripts = format!("script-src 'self' {sites}");
        assert_eq!(directive(&policy, "script-src"), scripts);
        assert_eq!(
            directive(&policy, "frame-src"),
            format!("frame-src 'self' {sites}")
        );
        let forms = format!("form-action 'self' {sites}");
        assert_eq!(directive(&policy, "form-action"), forms);
        assert_eq!(directive(&policy, "default-src"), "default-src 'none'");
        assert_eq!(
            directive(&policy, "frame-ancestors"),
            "frame-ancestors 'none'"
        );
    }

    #[test]
    fn what_is_no_address_of_the_web_opens_nothing() {
        for odd in [
            "javascript:alert(1)",
            "/path",
            "data:text/html,x",
            "ftp://pay.example/",
        ] {
            assert_eq!(policy(&Opening::Redirect(odd.to_owned())), None, "{odd}");
        }
        for odd in [
            "https://pay.example; script-src *",
            "https:",
            "*",
            "https://pay.example 'unsafe-eval'",
            "https://",
        ] {
            assert_eq!(policy(&script(&[odd])), None, "{odd}");
        }
        assert_eq!(policy(&script(&[])), None);
    }

    #[test]
    fn a_closed_window_may_stand_in_a_frame() {
        let headers = closed_in_a_frame().unwrap();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        let ancestors = "frame-ancestors 'self' https:";
        assert_eq!(directive(policy, "frame-ancestors"), ancestors);
    }
}
