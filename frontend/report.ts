/* The place of a report: what is written is looked up while one writes, and a choice puts the point on the map. */
interface Hit {
  label: string;
  lon: number;
  lat: number;
}

function furnish(input: HTMLInputElement): void {
  const form = input.form;
  const list = form?.querySelector<HTMLUListElement>("[data-found]");
  const [lon, lat] = ["lon", "lat"].map((name) => form?.querySelector<HTMLInputElement>(`[name="${name}"]`));
  if (!form || !list || !lon || !lat) return;
  let waiting: number | undefined;
  let asked: AbortController | undefined;
  const close = (): void => {
    list.hidden = true;
    list.replaceChildren();
  };
  const choose = (hit: Hit): void => {
    input.value = hit.label;
    [lon.value, lat.value] = [hit.lon.toFixed(6), hit.lat.toFixed(6)];
    close();
    form.dispatchEvent(new Event("place:set"));
    input.focus();
  };
  const look = async (): Promise<void> => {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(input.dataset["search"] ?? "", location.href);
    address.searchParams.set("q", input.value);
    if (lon.value && lat.value) address.searchParams.set("near", `${lon.value},${lat.value}`);
    try {
      const answer = await fetch(address, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        signal: asked.signal,
      });
      if (!answer.ok) return;
      const { places } = (await answer.json()) as { places: Hit[] };
      list.replaceChildren(
        ...places.map((hit) => {
          const item = document.createElement("li");
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = hit.label;
          button.addEventListener("click", () => choose(hit));
          item.append(button);
          return item;
        }),
      );
      list.hidden = places.length === 0;
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    }
  };
  input.addEventListener("input", () => {
    window.clearTimeout(waiting);
    if (input.value.trim().length < 2) close();
    else waiting = window.setTimeout(() => void look(), 180);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "ArrowDown" && !list.hidden) {
      event.preventDefault();
      list.querySelector("button")?.focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement) + (event.key === "ArrowDown" ? 1 : -1);
    (buttons[at] ?? input).focus();
  });
}

/* What is written in a form stays in the tab until it has been sent: a session that ran out on the way, or a page that
   was left by mistake, takes nothing with it. */
function keep(form: HTMLFormElement, name: string): void {
  const names = ["category", "place", "lon", "lat", "when", "day", "clock", "until", "text", "unit"];
  const flags = ["unsafe", "recurring", "told_police", "acted", "own"];
  const key = `kept:${location.pathname}:${name}`;
  const refused = form.querySelector("[data-refused]") !== null || form.querySelector(".flash") !== null;
  const fields = (wanted: string): HTMLInputElement[] => [...form.querySelectorAll<HTMLInputElement>(`[name="${wanted}"]`)];
  const kept = sessionStorage.getItem(key);
  if (kept !== null && !refused && !location.search) {
    const told = JSON.parse(kept) as Record<string, string>;
    for (const one of names) {
      for (const field of fields(one)) {
        if (field.type === "radio") field.checked = field.value === told[one];
        else field.value = told[one] ?? field.value;
      }
    }
    for (const one of flags) for (const field of fields(one)) field.checked = told[one] === "on";
    form.dispatchEvent(new Event("place:set"));
  }
  const save = (): void => {
    const told = new FormData(form);
    const pairs = [...names, ...flags].map((one) => [one, told.get(one) ?? ""] as const);
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(pairs)));
  };
  form.addEventListener("input", save);
  form.addEventListener("change", save);
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-keep]")) {
  try {
    keep(form, form.dataset["keep"] ?? "");
  } catch {
    // a browser that keeps nothing: the server gives back what it refuses
  }
}

if (document.querySelector("[data-sent]")) {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("kept:")) sessionStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

for (const input of document.querySelectorAll<HTMLInputElement>("[data-search]")) furnish(input);

export {};
