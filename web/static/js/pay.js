// Windows that a provider's own script opens over our page, and the way out of one that was closed.
(() => {
  "use strict";

  // Back to the shop, as an address brings it: some windows tell their script instead of going there.
  const back = (address, said) => {
    const url = new URL(address, window.location.href);
    for (const [name, value] of Object.entries(said)) {
      if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
    }
    window.location.replace(url);
  };

  // How each provider's script is called; the form holds what it wants.
  const starters = {
    inicis: (form) => window.INIStdPay.pay(form.id),
    tosspayments: async (form) => {
      const said = Object.fromEntries(new FormData(form));
      const request = JSON.parse(said.request);
      const customerKey = said.customerKey ?? window.TossPayments.ANONYMOUS;
      try {
        await window.TossPayments(said.clientKey).payment({ customerKey }).requestPayment(request);
      } catch (error) {
        if (!error?.code) throw error;
        back(request.failUrl, { code: error.code });
      }
    },
    portone: async (form) => {
      const request = JSON.parse(new FormData(form).get("request"));
      const said = await window.PortOne.requestPayment(request);
      if (said) back(request.redirectUrl, { paymentId: request.paymentId, code: said.code });
    },
  };

  for (const form of document.querySelectorAll("[data-run]")) {
    const start = Object.hasOwn(starters, form.dataset.run) ? starters[form.dataset.run] : null;
    const trouble = document.querySelector("[data-not-open]");
    const open = async () => {
      trouble.hidden = true;
      try {
        await start(form);
      } catch {
        // The script did not load, or refuses what it was given.
        trouble.hidden = false;
      }
    };
    // Only a press of the button comes by here: scripts that send the form themselves do not.
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      open();
    });
    form.querySelector("button").hidden = false;
    // Who comes back to this page by the browser's button wants to leave it.
    const [came] = performance.getEntriesByType("navigation");
    if (came?.type !== "back_forward") open();
  }

  // Closed windows show our page inside their frame: the page around it goes on to the order.
  for (const link of document.querySelectorAll("[data-leave]")) {
    window.top.location.replace(link.href);
  }
})();
