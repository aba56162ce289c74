// Small comforts. Every path of the shop works without this file.
(() => {
  "use strict";
  const all = (selector, run) => document.querySelectorAll(selector).forEach(run);
  const won = (amount) => amount.toLocaleString("ko-KR") + "원";

  // − and + beside a quantity.
  all("[data-stepper]", (box) => {
    const input = box.querySelector("input");
    const button = (text, label, step) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.setAttribute("aria-label", label);
      made.addEventListener("click", () => {
        const low = Number(input.min) || 1;
        const high = Number(input.max) || 99;
        const next = Math.min(high, Math.max(low, (Number(input.value) || low) + step));
        if (next === Number(input.value)) return;
        input.value = next;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return made;
    };
    box.prepend(button("−", "하나 빼기", -1));
    box.append(button("+", "하나 더하기", 1));
    box.classList.add("is-live");
  });

  // The product page's running total. What is charged is computed by the shop.
  all("[data-buy]", (form) => {
    const out = form.querySelector("[data-total]");
    if (!out) return;
    const show = () => {
      const sku = form.querySelector("[name=sku]:checked") || form.querySelector("input[type=hidden][name=sku]");
      const count = Number(form.querySelector("[name=quantity]").value);
      out.textContent = sku && count > 0 ? won(Number(sku.dataset.price) * count) : "";
    };
    form.addEventListener("input", show);
    show();
  });

  // Copies an account number, where the browser lets us.
  all("[data-copy]", (button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    const text = button.textContent;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(source.textContent.trim());
        button.textContent = "복사했습니다";
      } catch {
        button.textContent = "복사하지 못했습니다";
      }
      setTimeout(() => { button.textContent = text; }, 2000);
    });
  });

  // The recipient's name and phone are needed only when somebody else receives.
  all("[data-checkout]", (form) => {
    const same = form.querySelector("[data-same]");
    const recipient = form.querySelector("[data-recipient]");
    const memo = form.querySelector("[data-memo]");
    const text = form.querySelector(".memo-text");
    const show = () => {
      recipient.hidden = same.checked;
      text.hidden = memo.value !== "other";
    };
    form.addEventListener("change", show);
    show();
    // A second click must not send a second request; the shop would answer it alike.
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      if (event.submitter && event.submitter.value === "order") form.dataset.sent = "1";
    });
    window.addEventListener("pageshow", () => { delete form.dataset.sent; });
  });

  all("[data-confirm]", (button) => {
    button.addEventListener("click", (event) => {
      if (!window.confirm(button.dataset.confirm)) event.preventDefault();
    });
  });
})();
