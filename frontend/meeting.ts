// A meeting led from the keyboard: each thing with data-key is pressed by its key, and Ctrl + Enter sends what is written.

function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));
}

/** What a key stands for: of several (a decision on each point) the one at hand, else the first on screen. */
function meant(key: string): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)];
  const near = document.activeElement?.closest(".point") ?? document.querySelector(".point:target");
  return all.find((one) => near?.contains(one)) ?? all.find((one) => one.getBoundingClientRect().top >= 0) ?? all[0];
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey && event.target instanceof HTMLElement) {
    event.target.closest("form")?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (writing(event.target)) {
    if (event.key === "Escape") (event.target as HTMLElement).blur();
    return;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const beside = key === "b" ? document.querySelector<HTMLElement>(".beside [data-decide]") : null;
  if (beside) {
    event.preventDefault();
    beside.focus();
    return;
  }
  const found = meant(key);
  if (!found) return;
  event.preventDefault();
  const details = found.closest("details");
  if (found.tagName === "SUMMARY" && details) {
    details.open = true;
    details.querySelector<HTMLElement>("[data-decide]")?.focus();
  } else {
    found.click();
  }
});
