// What every page has beside its links and forms: a question before what cannot be undone, and the eye on what failed.

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const ask = (event.submitter as HTMLElement | null)?.dataset.ask ?? form.dataset.ask;
  if (ask && !window.confirm(ask)) {
    event.preventDefault();
    return;
  }
  // a second press must not do it twice; a download leaves the page where it is
  if (form.method === "post" && !form.hasAttribute("data-again")) {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  }
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset.sent;
});

document.querySelector<HTMLElement>("[data-refused]")?.focus();
