// Windows that a provider's own script opens over our page, and the way out of one that was closed.
(() => {
  "use strict";

  // How each provider's script is called; the form holds what it wants.
  const starters = {
    inicis: (form) => window.INIStdPay.pay(form.id),
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
    open();
  }

  // Closed windows show our page inside their frame: the page around it goes on to the order.
  for (const link of document.querySelectorAll("[data-leave]")) {
    window.top.location.replace(link.href);
  }
})();
