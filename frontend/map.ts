/* The live map: upgrades <figure data-map>, whose drawn map stays wherever this cannot run. */
import { LngLatBounds, Map as LiveMap, Marker, Popup, setWorkerUrl } from "maplibre-gl";
import type { LayerSpecification, MapGeoJSONFeature, StyleSpecification } from "maplibre-gl";
import type { FeatureCollection, MultiPolygon } from "geojson";
import { colours, drawn, element, groundLayers, locale, moving, writeNames, zoomButtons } from "./lib/ground";
import type { GroundFeatures, NamedPoints } from "./lib/ground";

/** The function that the build wraps around this script. */
declare const lagesbildMap: () => void;

interface Place {
  rank: number;
  name: string;
  count: number;
  above: boolean;
  text: string;
  notes: string[];
  anchor: string;
  lon: number;
  lat: number;
}

interface MapData {
  bounds: [[number, number], [number, number]];
  ground: GroundFeatures;
  names: NamedPoints;
  cells: FeatureCollection<MultiPolygon, { name: string; count: number; text: string; class: number }>;
  places: FeatureCollection<MultiPolygon, Place>;
  steps: number[];
  labels: Record<string, string>;
}

/** The ground, the counted squares, and the ranked places. */
function mapStyle(data: MapData, colour: (name: string) => string): StyleSpecification {
  const edge = (id: string, above: boolean, dash?: number[]): LayerSpecification => ({
    id,
    type: "line",
    source: "places",
    filter: ["==", ["get", "above"], above],
    layout: { "line-join": "miter" },
    paint: { "line-color": colour("place"), "line-width": 2.5, ...(dash ? { "line-dasharray": dash } : {}) },
  });
  const step = data.steps.flatMap((_, i) => [i + 1, colour(`step-${i + 1}`)]);
  return {
    version: 8,
    sources: {
      ground: { type: "geojson", data: data.ground },
      cells: { type: "geojson", data: data.cells },
      places: { type: "geojson", data: data.places },
    },
    layers: [
      ...groundLayers(colour),
      {
        id: "cells",
        type: "fill",
        source: "cells",
        paint: {
          "fill-color": step.length
            ? ["match", ["get", "class"], ...step, colour("step-1")] as unknown as string
            : colour("step-1"),
          "fill-opacity": 0.78,
        },
      },
      {
        id: "cell-edges",
        type: "line",
        source: "cells",
        paint: { "line-color": colour("cell-edge"), "line-width": 1 },
      },
      edge("places-as-expected", false, [2, 1.5]),
      edge("places-above", true),
    ],
  };
}

class Island {
  private readonly map: LiveMap;
  private popup: Popup | undefined;
  private readonly buttons = new Map<number, HTMLButtonElement>();

  constructor(
    private readonly frame: HTMLElement,
    private readonly data: MapData,
  ) {
    const { labels } = data;
    this.map = new LiveMap({
      container: frame,
      style: mapStyle(data, colours(frame)),
      bounds: data.bounds,
      fitBoundsOptions: { padding: 32 },
      maxZoom: 18,
      attributionControl: false,
      maplibreLogo: false,
      dragRotate: false,
      touchPitch: false,
      pitchWithRotate: false,
      renderWorldCopies: false,
      cooperativeGestures: true,
      fadeDuration: 0,
      locale: locale(labels),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
  }

  /** Resolves when everything is drawn; rejects when the browser cannot draw it. */
  ready(): Promise<void> {
    return drawn(this.map);
  }

  remove(): void {
    this.map.remove();
  }

  furnish(): void {
    const [southWest, northEast] = this.data.bounds;
    const wide = new LngLatBounds(southWest, northEast);
    const [width, height] = [northEast[0] - southWest[0], northEast[1] - southWest[1]];
    wide.extend([southWest[0] - width, southWest[1] - height]).extend([northEast[0] + width, northEast[1] + height]);
    this.map.setMinZoom(this.map.getZoom() - 1);
    this.map.setMaxBounds(wide);
    this.frame.append(
      zoomButtons(this.map, this.data.labels, () =>
        this.map.fitBounds(this.data.bounds, { padding: 32, animate: moving() }),
      ),
    );
    const ranked = [...this.data.places.features].sort((a, b) => a.properties.rank - b.properties.rank);
    for (const { properties } of ranked) this.buttons.set(properties.rank, this.numbered(properties));
    writeNames(this.map, this.data.names, () => [...this.buttons.values()]);
    this.map.on("click", "cells", ({ features, lngLat }) => {
      const cell = features?.[0];
      if (cell) this.say(lngLat.toArray(), this.cellWords(cell));
    });
    this.map.on("mouseenter", "cells", () => this.map.getCanvas().classList.add("livemap-points"));
    this.map.on("mouseleave", "cells", () => this.map.getCanvas().classList.remove("livemap-points"));
  }

  /** Moves to a place, says what it is, and puts the keyboard on it. */
  show(rank: number): void {
    const place = this.data.places.features.find(({ properties }) => properties.rank === rank)?.properties;
    if (!place) return;
    this.frame.scrollIntoView({ block: "nearest", behavior: moving() ? "smooth" : "auto" });
    this.buttons.get(rank)?.focus({ preventScroll: true });
    this.open(place);
  }

  /** The classes of the cells, by shade and limits. */
  legend(): HTMLElement {
    const list = element("ul", "livemap-legend");
    list.append(element("li", "", this.data.labels["steps"]));
    this.data.steps.forEach((low, i, steps) => {
      const next = steps[i + 1];
      const last = (this.data.labels["least"] ?? "{n}–").replace("{n}", String(low));
      const limits = next === undefined ? last : next - 1 === low ? `${low}` : `${low}–${next - 1}`;
      list.append(element("li", `livemap-step livemap-step-${i + 1}`, limits));
    });
    return list;
  }

  private numbered(place: Place): HTMLButtonElement {
    const kind = place.above ? "livemap-place" : "livemap-place livemap-expected";
    const button = element("button", kind, String(place.rank));
    button.type = "button";
    const marker = new Marker({ element: button }).setLngLat([place.lon, place.lat]).addTo(this.map);
    marker.getElement().setAttribute("aria-label", `${place.rank}. ${place.name}, ${place.text}`);
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.open(place);
    });
    return button;
  }

  private open(place: Place): void {
    const words = element("div", "livemap-words");
    words.append(element("strong", "", `${place.rank}. ${place.name}`), element("p", "", place.text));
    for (const note of place.notes) words.append(element("p", "livemap-note", note));
    if (document.getElementById(place.anchor)) {
      const link = element("a", "", this.data.labels["row"]);
      link.href = `#${place.anchor}`;
      words.append(link);
    }
    this.map.easeTo({ center: [place.lon, place.lat], animate: moving(), duration: 400 });
    this.say([place.lon, place.lat], words, this.buttons.get(place.rank));
  }

  private cellWords(cell: MapGeoJSONFeature): HTMLElement {
    const { name, text } = cell.properties as { name: string; text: string };
    const words = element("div", "livemap-words");
    if (name) words.append(element("strong", "", name));
    words.append(element("p", "", text));
    return words;
  }

  private say(at: [number, number], words: HTMLElement, from?: HTMLElement): void {
    this.popup?.remove();
    const popup = new Popup({ maxWidth: "18rem", focusAfterOpen: from !== undefined, offset: from ? 18 : 4 });
    popup.setLngLat(at).setDOMContent(words).addTo(this.map);
    popup.getElement().addEventListener("keydown", (event) => {
      if (event.key === "Escape") popup.remove();
    });
    popup.once("close", () => {
      if (from && !document.activeElement?.closest("a, button, input, summary")) from.focus({ preventScroll: true });
    });
    this.popup = popup;
  }
}

/** The drawn map inside a figure. */
function drawing(figure: HTMLElement): Element | null {
  return figure.querySelector("[data-map-drawn]") ?? figure.querySelector("svg");
}

async function upgrade(figure: HTMLElement, from: HTMLElement): Promise<void> {
  const picture = drawing(figure);
  if (!picture) return;
  const frame = element("div", "livemap");
  let data: MapData;
  let island: Island | undefined;
  try {
    data = await read(from);
    const { width, height } = picture.getBoundingClientRect();
    frame.style.aspectRatio = width && height ? `${width} / ${height}` : "4 / 3";
    picture.before(frame);
    island = new Island(frame, data);
    await island.ready();
  } catch (error) {
    console.warn("The drawn map stays:", error);
    island?.remove();
    frame.remove();
    return;
  }
  figure.classList.add("livemap-on");
  picture.classList.add("livemap-drawn");
  const shown = island;
  shown.furnish();
  if (data.steps.length) frame.after(shown.legend());
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-map-place]") : null;
    if (!link) return;
    event.preventDefault();
    shown.show(Number(link.dataset["mapPlace"]));
  });
}

/** The data that stands in the page, or that it says the address of. */
async function read(data: HTMLElement): Promise<MapData> {
  const { src } = data.dataset;
  if (!src) return JSON.parse(data.textContent ?? "") as MapData;
  const answer = await fetch(src);
  if (!answer.ok) throw new Error(`${src}: ${answer.status}`);
  return (await answer.json()) as MapData;
}

function start(source: string): void {
  const figure = document.querySelector<HTMLElement>("figure[data-map]");
  const data = document.getElementById("map-data");
  if (!figure || !data) return;
  setWorkerUrl(`${source}#.cjs`);
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      void upgrade(figure, data);
    },
    { rootMargin: "600px" },
  );
  near.observe(figure);
}

/** Where a worker can load this script from: its own address, or a copy of it where files may not be read. */
function ownSource(): string {
  const { currentScript } = document;
  if (location.protocol !== "file:" && currentScript instanceof HTMLScriptElement) return currentScript.src;
  return URL.createObjectURL(new Blob([`(${lagesbildMap.toString()})()`], { type: "text/javascript" }));
}

if (typeof document !== "undefined") {
  const source = ownSource();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(source));
  else start(source);
}

