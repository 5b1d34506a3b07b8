/* What every live map has: the ground under it in the page's colours, names that keep clear of each other. */
import { Marker } from "maplibre-gl";
import type { LayerSpecification, Map as LiveMap } from "maplibre-gl";
import type { FeatureCollection, Geometry, Point } from "geojson";

export type GroundFeatures = FeatureCollection<Geometry, { kind: string; name: string }>;
export type NamedPoints = FeatureCollection<Point, { name: string }>;

const PATIENCE = 20_000;

export function moving(): boolean {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Colours come from the page's style sheet, so that a theme reaches the map too. */
export function colours(from: Element): (name: string) => string {
  const style = getComputedStyle(from);
  return (name) => style.getPropertyValue(`--map-${name}`).trim();
}

/** Land, water, houses, streets: layers over a source named "ground". */
export function groundLayers(colour: (name: string) => string): LayerSpecification[] {
  const fill = (id: string, kind: string): LayerSpecification => ({
    id,
    type: "fill",
    source: "ground",
    filter: ["==", ["get", "kind"], kind],
    paint: { "fill-color": colour(kind) },
  });
  const line = (id: string, kind: string, width: number, dash?: number[]): LayerSpecification => ({
    id,
    type: "line",
    source: "ground",
    filter: ["==", ["get", "kind"], kind],
    layout: { "line-cap": dash ? "butt" : "round", "line-join": "round" },
    paint: {
      "line-color": colour(kind === "area" ? "border" : kind),
      "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 11, width / 2, 16, width * 4],
      ...(dash ? { "line-dasharray": dash } : {}),
    },
  });
  return [
    { id: "land", type: "background", paint: { "background-color": colour("land") } },
    fill("green", "green"),
    fill("block", "block"),
    fill("water", "water"),
    line("street", "street", 1),
    line("road", "road", 2.5),
    line("rail", "rail", 0.7, [4, 2]),
    line("border", "area", 0.8, [3, 2]),
  ];
}

/** Resolves when everything is drawn; rejects when the browser cannot draw it. */
export function drawn(map: LiveMap): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("The map took too long.")), PATIENCE);
    map.once("idle", () => {
      clearTimeout(late);
      resolve();
    });
    map.on("error", ({ error }) => {
      clearTimeout(late);
      reject(error);
    });
  });
}

/** Buttons for zooming, and one for the whole map. */
export function zoomButtons(map: LiveMap, labels: Record<string, string>, whole: () => void): HTMLElement {
  const group = element("div", "livemap-controls");
  const add = (name: string, sign: string, act: () => void): void => {
    const button = element("button", "livemap-button", sign);
    button.type = "button";
    button.setAttribute("aria-label", labels[name] ?? "");
    button.title = labels[name] ?? "";
    button.addEventListener("click", act);
    group.append(button);
  };
  add("zoom_in", "+", () => map.zoomIn({ animate: moving() }));
  add("zoom_out", "\u2212", () => map.zoomOut({ animate: moving() }));
  add("whole", "\u2922", whole);
  return group;
}

/** MapLibre's own words in the language of the page. */
export function locale(labels: Record<string, string>): Record<string, string> {
  return {
    "Map.Title": `${labels["map"]}. ${labels["help"]}`,
    "Popup.Close": labels["close"] ?? "",
    "CooperativeGesturesHandler.WindowsHelpText": labels["ctrl"] ?? "",
    "CooperativeGesturesHandler.MacHelpText": labels["command"] ?? "",
    "CooperativeGesturesHandler.MobileHelpText": labels["fingers"] ?? "",
  };
}

/** Names on the ground; those that would touch one already written, or something in `keep`, wait until there is room. */
export function writeNames(map: LiveMap, points: NamedPoints, keep: () => HTMLElement[]): void {
  const names = points.features.map((feature) => {
    const text = element("span", "livemap-name", feature.properties.name);
    text.setAttribute("aria-hidden", "true");
    new Marker({ element: text }).setLngLat(feature.geometry.coordinates as [number, number]).addTo(map);
    text.removeAttribute("role");
    text.removeAttribute("tabindex");
    text.removeAttribute("aria-label");
    return text;
  });
  const settle = (): void => {
    const taken = keep().map((place) => place.getBoundingClientRect());
    for (const name of names) {
      const box = name.getBoundingClientRect();
      const free = taken.every(
        (other) =>
          box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
      );
      name.classList.toggle("livemap-waits", !free);
      if (free) taken.push(box);
    }
  };
  map.on("moveend", settle);
  settle();
}
