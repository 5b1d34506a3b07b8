// Sorting by keyboard: what has data-key is pressed by its key, unless one writes or has turned the keys off.
const KEPT = "sorting-keys";
const root = document.querySelector<HTMLElement>("[data-sorting]");
const choice = document.querySelector<HTMLInputElement>("[data-keys-on]");

function remembered(): boolean {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

let on = remembered();

function show(): void {
  for (const hint of document.querySelectorAll<HTMLElement>("[data-hint]")) hint.hidden = !on;
}

if (root && choice) {
  choice.checked = on;
  choice.closest<HTMLElement>("[data-keys]")?.removeAttribute("hidden");
  choice.addEventListener("change", () => {
    on = choice.checked;
    try {
      localStorage.setItem(KEPT, on ? "on" : "off");
    } catch {
      // it holds for this page only
    }
    show();
  });
}
show();

function writing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox"].includes(target.type);
  return target.isContentEditable || /^(SELECT|TEXTAREA)$/.test(target.tagName);
}

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.altKey || event.metaKey || event.repeat || writing(event.target)) return;
  const key = event.key.toLowerCase();
  const undo = key === "z" ? document.querySelector<HTMLButtonElement>(".flash form button") : null;
  const found = undo ?? document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!found) return;
  event.preventDefault();
  const details = found.tagName === "SUMMARY" ? found.closest("details") : null;
  if (details) {
    details.open = true;
    details.querySelector<HTMLElement>("select, input:not([type='hidden'])")?.focus();
    return;
  }
  if (found instanceof HTMLInputElement) found.focus();
  found.click();
});

export {};
