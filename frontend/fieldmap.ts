/* The maps of the application: one to put a point on (report), one that counts what is in view (incidents). */
import { Map as LiveMap, Marker, setWorkerUrl } from "maplibre-gl";
import type { LngLatBoundsLike, LngLatLike } from "maplibre-gl";
import { colours, drawn, element, groundLayers, locale, moving, writeNames, zoomButtons } from "./lib/ground";
import type { GroundFeatures, NamedPoints } from "./lib/ground";

/** What the server says of the ground of a partnership. */
interface Ground {
  bounds: LngLatBoundsLike;
  ground: GroundFeatures;
  names: NamedPoints;
}

/** A heap of incidents, or one, in view. */
interface Heap {
  lon: number;
  lat: number;
  n: number;
  label: string;
  href: string;
}

type Labels = Record<string, string>;

async function groundMap(frame: HTMLElement, labels: Labels): Promise<{ map: LiveMap; data: Ground }> {
  const answer = await fetch(frame.dataset["ground"] ?? "", { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`The ground of the map: ${answer.status}`);
  const data = (await answer.json()) as Ground;
  const map = new LiveMap({
    container: frame,
    style: {
      version: 8,
      sources: { ground: { type: "geojson", data: data.ground } },
      layers: groundLayers(colours(frame)),
    },
    bounds: data.bounds,
    fitBoundsOptions: { padding: 16 },
    maxZoom: 18,
    attributionControl: false,
    maplibreLogo: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    renderWorldCopies: false,
    cooperativeGestures: frame.hasAttribute("data-cooperative"),
    fadeDuration: 0,
    locale: locale(labels),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  await drawn(map);
  frame.append(zoomButtons(map, labels, () => map.fitBounds(data.bounds, { padding: 16, animate: moving() })));
  return { map, data };
}

function pin(): HTMLElement {
  // the map moves the outer one; the inner one is turned, which would turn the way that it is moved
  const made = element("span", "fieldmap-pin-at");
  made.append(element("span", "fieldmap-pin"));
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** A map that sets two fields: tap, drag, the middle of the map by keyboard, or where the phone is. */
async function picker(frame: HTMLElement): Promise<void> {
  const labels = JSON.parse(frame.dataset["labels"] ?? "{}") as Labels;
  const form = frame.closest("form");
  const lon = form?.querySelector<HTMLInputElement>('[name="lon"]');
  const lat = form?.querySelector<HTMLInputElement>('[name="lat"]');
  const said = form?.querySelector<HTMLElement>("[data-map-said]");
  if (!form || !lon || !lat) return;
  const { map, data } = await groundMap(frame, labels);
  writeNames(map, data.names, () => []);
  const marker = new Marker({ element: pin(), anchor: "bottom", draggable: true });
  const set = (at: LngLatLike, words: string): void => {
    marker.setLngLat(at).addTo(map);
    quiet(marker.getElement());
    const point = marker.getLngLat();
    [lon.value, lat.value] = [point.lng.toFixed(6), point.lat.toFixed(6)];
    if (said) said.textContent = words;
    lon.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = (): void => {
    if (!lon.value || !lat.value) return;
    const at: [number, number] = [Number(lon.value), Number(lat.value)];
    marker.setLngLat(at).addTo(map);
    quiet(marker.getElement());
    map.jumpTo({ center: at, zoom: Math.max(map.getZoom(), 15) });
  };
  show();
  // another part of the page (a search for an address) has set the fields
  form.addEventListener("place:set", show);
  map.on("click", ({ lngLat }) => set(lngLat, labels["set"] ?? ""));
  marker.on("dragend", () => set(marker.getLngLat(), labels["set"] ?? ""));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    set(map.getCenter(), labels["set"] ?? "");
  });
  for (const button of form.querySelectorAll<HTMLButtonElement>("[data-map-here]")) {
    if (!("geolocation" in navigator)) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (said) said.textContent = labels["asking"] ?? "";
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          set([coords.longitude, coords.latitude], labels["here"] ?? "");
          map.jumpTo({ center: [coords.longitude, coords.latitude], zoom: 16 });
        },
        () => {
          if (said) said.textContent = labels["nowhere"] ?? "";
        },
        { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
      );
    });
  }
}

/** A map that shows where one thing is. */
async function point(frame: HTMLElement): Promise<void> {
  const labels = JSON.parse(frame.dataset["labels"] ?? "{}") as Labels;
  const at: [number, number] = [Number(frame.dataset["lon"]), Number(frame.dataset["lat"])];
  const { map, data } = await groundMap(frame, labels);
  map.jumpTo({ center: at, zoom: 14.5 });
  const marker = new Marker({ element: pin(), anchor: "bottom" }).setLngLat(at).addTo(map);
  quiet(marker.getElement());
  writeNames(map, data.names, () => [marker.getElement()]);
}

/** MapLibre makes a button of what it marks with; what cannot be pressed is none. */
function quiet(mark: HTMLElement): void {
  for (const name of ["role", "tabindex", "aria-label"]) mark.removeAttribute(name);
}

/** A map of what is in view: heaps with their number, each a link to the list of just those. */
async function counter(frame: HTMLElement): Promise<void> {
  const labels = JSON.parse(frame.dataset["labels"] ?? "{}") as Labels;
  const { map, data } = await groundMap(frame, labels);
  const box = (frame.dataset["box"] ?? "").split(",").map(Number);
  if (box.length === 4) {
    const [west, south, east, north] = box as [number, number, number, number];
    map.fitBounds([[west, south], [east, north]], { padding: 40, animate: false, maxZoom: 17 });
  }
  let shown: Marker[] = [];
  let asked: AbortController | undefined;
  const fetchHeaps = async (): Promise<void> => {
    asked?.abort();
    asked = new AbortController();
    const bounds = map.getBounds();
    const address = new URL(frame.dataset["points"] ?? "", location.href);
    address.searchParams.set("bbox", bounds.toArray().flat().map((part) => part.toFixed(6)).join(","));
    address.searchParams.set("zoom", map.getZoom().toFixed(1));
    try {
      const answer = await fetch(address, { credentials: "same-origin", signal: asked.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { heaps } = (await answer.json()) as { heaps: Heap[] };
      for (const old of shown) old.remove();
      shown = heaps.map((heap) => {
        const link = element("a", heap.n > 1 ? "fieldmap-heap" : "fieldmap-one", heap.n > 1 ? String(heap.n) : "");
        link.href = heap.href;
        link.classList.toggle("fieldmap-many", heap.n >= 100);
        const marker = new Marker({ element: link }).setLngLat([heap.lon, heap.lat]).addTo(map);
        link.setAttribute("aria-label", heap.label);
        link.title = heap.label;
        link.removeAttribute("role");
        return marker;
      });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) console.warn("The map's points:", error);
    }
  };
  map.on("moveend", () => void fetchHeaps());
  await fetchHeaps();
  writeNames(map, data.names, () => shown.map((marker) => marker.getElement()));
}

function start(source: string): void {
  setWorkerUrl(`${source}#.cjs`);
  const kinds: [string, (frame: HTMLElement) => Promise<void>][] = [
    ["[data-map-picker]", picker],
    ["[data-map-counter]", counter],
    ["[data-map-point]", point],
  ];
  for (const [selector, upgrade] of kinds) {
    for (const frame of document.querySelectorAll<HTMLElement>(selector)) {
      frame.hidden = false;
      frame.classList.add("livemap");
      upgrade(frame).catch((error: unknown) => {
        console.warn("There is no map here; the page works without:", error);
        frame.hidden = true;
      });
    }
  }
}

if (typeof document !== "undefined") {
  const { currentScript } = document;
  const source = currentScript instanceof HTMLScriptElement ? currentScript.src : "";
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(source));
  else start(source);
}
