// Small comforts of every page and of lists. Every path of the shop works without this file.
(() => {
  "use strict";
  const all = (selector, run) => document.querySelectorAll(selector).forEach(run);

  // What was done a moment ago is told once, not at every reload.
  const here = new URL(location.href);
  for (const told of ["added", "cancelled", "asked", "withdrawn", "confirmed", "reviewed", "unreviewed"]) here.searchParams.delete(told);
  if (here.href !== location.href) history.replaceState(null, "", here);

  // A ticked filter counts at once; what is empty does not stand in the address.
  all("[data-filters]", (form) => {
    form.addEventListener("change", (event) => { if (event.target.type === "checkbox") form.requestSubmit(); });
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    });
    window.addEventListener("pageshow", () => { for (const field of form.elements) field.disabled = field.getAttribute("aria-disabled") === "true"; });
  });

  // A telephone's drawer is opened from the foot, too, and closed by Escape.
  all("[data-menu]", (menu) => {
    all("[data-opens-menu]", (link) => {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        menu.open = true;
        menu.querySelector("summary").focus();
      });
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
})();
