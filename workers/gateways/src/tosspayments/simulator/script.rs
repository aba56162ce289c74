//! The SDK: it opens the simulator's window as the provider's opens theirs.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::Office;
use super::window::PATH;

/// Where it is.
pub(super) const SDK: &str = "/v2/standard";

/// `TossPayments(clientKey).payment({customerKey}).requestPayment(request)` that goes to the window of this
/// address. The browser comes back by an address, as theirs does.
const SCRIPT: &str = r#"window.TossPayments = function (clientKey) {
  return {
    payment: function (payment) {
      return {
        requestPayment: function (request) {
          var said = { clientKey: clientKey, customerKey: payment.customerKey, request: JSON.stringify(request) };
          var form = document.createElement("form");
          form.method = "post";
          form.action = "URL";
          Object.keys(said).forEach(function (name) {
            var field = document.createElement("input");
            field.type = "hidden";
            field.name = name;
            field.value = said[name];
            form.appendChild(field);
          });
          document.body.appendChild(form);
          form.submit();
          return new Promise(function () {});
        }
      };
    }
  };
};
window.TossPayments.ANONYMOUS = "ANONYMOUS";
"#;

/// `GET /v2/standard`
pub(super) async fn sdk(State(office): State<Arc<Office>>) -> Response {
    let script = SCRIPT.replace("URL", &format!("{}{PATH}", office.url));
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, script).into_response()
}
