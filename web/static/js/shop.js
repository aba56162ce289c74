// Small comforts of buying, on all pages but lists. Every path of the shop works without this file.
(() => {
  "use strict";
  const all = (selector, run) => document.querySelectorAll(selector).forEach(run);
  const english = document.documentElement.lang === "en";
  const won = (amount) => english ? "₩" + amount.toLocaleString("en-US") : amount.toLocaleString("ko-KR") + "원";
  const less = english ? "one less" : "하나 줄이기";
  const more = english ? "one more" : "하나 늘리기";
  const copied = english ? "Copied" : "복사했습니다";
  const soldOut = english ? "Sold out" : "품절";
  const notCopied = english ? "Could not copy" : "복사하지 못했습니다";

  // On to a payment window, without leaving this step behind for the back button.
  // Who comes back to this page by the browser's button wants to leave it, not to be sent on again.
  const [came] = performance.getEntriesByType("navigation");
  all("[data-onward]", (way) => {
    if (came && came.type === "back_forward") return;
    if (way.tagName === "FORM") way.requestSubmit();
    else location.replace(way.href);
  });

  // − and + beside a quantity.
  const stepper = (box) => {
    const input = box.querySelector("input");
    const button = (text, label, step) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.setAttribute("aria-label", label);
      made.addEventListener("click", () => {
        const low = input.min === "" ? 1 : Number(input.min);
        const high = Number(input.max) || 99;
        const next = Math.min(high, Math.max(low, (Number(input.value) || low) + step));
        if (next === Number(input.value)) return;
        input.value = next;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return made;
    };
    const what = box.dataset.stepper ? box.dataset.stepper + " " : "";
    box.prepend(button("−", what + less, -1));
    box.append(button("+", what + more, 1));
    box.classList.add("is-live");
  };
  all("[data-stepper]", stepper);

  // What comes back was worked out for other pieces: nobody confirms it before it is worked out anew.
  all("[data-pieces]", (form) => form.addEventListener("input", (event) => {
    if (event.target.name.startsWith("account_")) return;
    for (const button of form.querySelectorAll("[data-confirm], [data-worked-out]")) button.hidden = true;
  }));

  // A quantity changed in the cart is kept without a further click: a moment after the last change,
  // before the order form is opened, and when the page is left.
  const waiting = new Map();
  let timer = 0;
  let saving = null;
  const lines = () => all("[data-line]", (form) => { form.querySelector("[data-keep]").hidden = true; });
  const send = (form, keepalive) => fetch(form.action, {
    method: "POST", body: new URLSearchParams(new FormData(form)), redirect: keepalive ? "manual" : "follow", keepalive,
  });
  // The shop's own answer, which knows the new sums or says why not, takes the page's place.
  const redraw = (html) => {
    const held = document.activeElement;
    const box = held && held.closest("[data-stepper]");
    const place = box ? [...box.children].indexOf(held) : -1;
    const answer = new DOMParser().parseFromString(html, "text/html");
    if (!answer.querySelector("#main")) { location.reload(); return; }
    for (const part of ["#main", ".cart-link"]) {
      document.querySelector(part).innerHTML = answer.querySelector(part).innerHTML;
    }
    all("#main [data-stepper]", stepper);
    lines();
    if (!box) return;
    const again = document.getElementById(box.querySelector("input").id);
    if (again) again.parentElement.children[place].focus({ preventScroll: true });
  };
  const save = async () => {
    clearTimeout(timer);
    let last = null;
    while (waiting.size) {
      const [sku, form] = waiting.entries().next().value;
      waiting.delete(sku);
      try {
        last = await send(form, false);
      } catch {
        // No answer: sent as a form, the browser itself says what is wrong.
        form.submit();
        return false;
      }
      if (!last.ok) break;
    }
    if (!last) return true;
    const html = await last.text();
    // What was typed meanwhile must not be drawn over.
    if (last.ok && waiting.size) return save();
    waiting.clear();
    redraw(html);
    return last.ok;
  };
  const saved = () => {
    if (!saving) saving = save().finally(() => { saving = null; });
    return saving;
  };
  lines();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-line]");
    if (!form) return;
    clearTimeout(timer);
    waiting.delete(form.action);
    if (!form.checkValidity()) return;
    waiting.set(form.action, form);
    timer = setTimeout(saved, 600);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-line]");
    if (form) form.reportValidity();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-line]");
    if (!form) return;
    event.preventDefault();
    waiting.set(form.action, form);
    saved();
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-order]");
    if (!link) return;
    const wrong = document.querySelector("[data-line]:invalid");
    if (!wrong && !waiting.size && !saving) return;
    event.preventDefault();
    if (wrong) wrong.reportValidity();
    else if (await saved() && !waiting.size) location.assign(link.href);
  });
  window.addEventListener("pagehide", () => {
    waiting.forEach((form) => { send(form, true).catch(() => {}); });
    waiting.clear();
  });

  // Of several things to choose, what is not made or sold out with the choice before it is marked.
  const combos = (form) => [...form.querySelectorAll("[data-combo]")].map((row) => ({
    values: JSON.parse(row.dataset.combo), price: Number(row.dataset.price), out: "out" in row.dataset, row,
  }));
  const chosen = (form) => {
    const values = [...form.querySelectorAll("[data-axis]")].map((select) => select.value);
    return combos(form).find((combo) => combo.values.every((value, place) => value === values[place]));
  };
  const narrow = (form) => {
    const made = combos(form);
    const axes = [...form.querySelectorAll("[data-axis]")];
    axes.forEach((select, place) => {
      const before = axes.slice(0, place).map((axis) => axis.value);
      const fits = (combo) => before.every((value, at) => value === combo.values[at]);
      for (const option of select.options) {
        const there = made.some((combo) => fits(combo) && combo.values[place] === option.value && !combo.out);
        option.disabled = !there;
        option.textContent = option.dataset.name + (there ? "" : " (" + soldOut + ")");
      }
      const held = select.selectedOptions[0];
      if (held && !held.disabled) return;
      const free = [...select.options].find((option) => !option.disabled);
      if (free) select.value = free.value;
    });
  };

  // The product page's running total. What is charged is computed by the shop.
  all("[data-buy]", (form) => {
    const out = form.querySelector("[data-total]");
    if (!out) return;
    const axes = form.querySelector("[data-axis]");
    const price = () => {
      if (axes) { const combo = chosen(form); return combo && combo.price; }
      const sku = form.querySelector("[name=sku]:checked") || form.querySelector("input[type=hidden][name=sku]");
      return sku && Number(sku.dataset.price);
    };
    const show = () => {
      if (axes) {
        narrow(form);
        // What is said of the one that is chosen, as it stands in the list of all.
        const [combo, told] = [chosen(form), form.querySelector("[data-chosen]")];
        told.hidden = !combo;
        if (combo) told.replaceChildren(...combo.row.cloneNode(true).childNodes);
      }
      const one = price();
      const count = Number(form.querySelector("[name=quantity]").value);
      out.textContent = one !== null && one !== undefined && count > 0 ? won(one * count) : "";
    };
    form.addEventListener("input", show);
    show();
  });

  // A small picture shows its large one without moving the page.
  all("[data-gallery]", (gallery) => {
    gallery.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#picture-']");
      if (!link) return;
      event.preventDefault();
      const large = document.getElementById(link.hash.slice(1));
      large.parentElement.scrollTo({ left: large.offsetLeft - large.parentElement.offsetLeft });
    });
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
        button.textContent = copied;
      } catch {
        button.textContent = notCopied;
      }
      setTimeout(() => { button.textContent = text; }, 2000);
    });
  });

  // The recipient's name and phone are needed only when somebody else receives.
  all("[data-checkout]", (form) => {
    const same = form.querySelector("[data-same]");
    const recipient = form.querySelector("[data-recipient]");
    const show = () => { recipient.hidden = same.checked; };
    form.addEventListener("change", show);
    show();
    // A second click must not send a second request; the shop would answer it alike.
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      if (event.submitter && event.submitter.value === "order") form.dataset.sent = "1";
    });
    window.addEventListener("pageshow", () => { delete form.dataset.sent; });
  });

  // A memo of one's own is typed only where none of the offered ones is chosen.
  all("[data-memo]", (memo) => {
    const text = memo.form.querySelector(".memo-text");
    const show = () => { text.hidden = memo.value !== "other"; };
    memo.form.addEventListener("change", show);
    show();
  });

  // Kakao's postcode finder runs in a window that knows nothing of this one. What comes back is looked at
  // like what is typed, and the fields stay open to be typed into.
  all("[data-postcode]", (button) => {
    if (!window.BroadcastChannel || !window.crypto) return;
    button.hidden = false;
    let channel = null;
    button.addEventListener("click", () => {
      if (channel) channel.close();
      const name = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      channel = new BroadcastChannel("postcode-" + name);
      channel.addEventListener("message", (event) => {
        const { postcode, address } = event.data || {};
        if (!/^[0-9]{5}$/.test(postcode) || typeof address !== "string" || address.length > 120) return;
        document.getElementById("postcode").value = postcode;
        document.getElementById("address").value = address.replace(/[\u0000-\u001f]/g, " ");
        button.form.querySelector("[autocomplete$=address-line2]").focus();
        channel.close();
        channel = null;
      });
      window.open("/postcode#" + name, "_blank", "popup,width=500,height=640,noopener");
    });
  });

  all("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  all("[data-confirm]", (button) => {
    button.addEventListener("click", (event) => {
      if (!window.confirm(button.dataset.confirm)) event.preventDefault();
    });
  });
})();
