// Bundles the islands of script into static files: node build.mjs MAP_TARGET PAGES_TARGET
import { build } from "esbuild";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const maplibre = join(packages, "maplibre-gl");
const target = resolve(process.argv[2] ?? join(here, "build"));

// The published MapLibre repeats its core in a page script and a worker script. Out of its sources both fit in one
// file, which then is its own worker, also where no second file may be read (file://).
const entrance = `
import "./src/source/worker.ts";
import { config } from "./src/util/config.ts";
export { Map } from "./src/ui/map.ts";
export { Marker } from "./src/ui/marker.ts";
export { Popup } from "./src/ui/popup.ts";
export { NavigationControl } from "./src/ui/control/navigation_control.ts";
export { LngLatBounds } from "./src/geo/lng_lat_bounds.ts";
export const setWorkerUrl = (url) => { config.WORKER_URL = url; };
`;

// The flat map draws plain fills and lines out of GeoJSON; what only other layers and sources use is left out.
const unusedLayers = "atmosphere|circle|collision|color_relief|debug|fill_extrusion|heatmap|hillshade|raster|symbol|terrain";
const unusedShaders = new RegExp(
  `glsl[/\\\\]((${unusedLayers})\\w*|_projection_globe|\\w+_(pattern|gradient|gradient_sdf))\\.\\w+\\.glsl\\.g\\.ts$`,
);
const unusedPackages = /^(@maplibre\/mlt|bidi-js)$/;

const onlyWhatIsUsed = {
  name: "only-what-is-used",
  setup(bundle) {
    bundle.onResolve({ filter: /^maplibre-gl$/ }, () => ({ path: "maplibre-gl", namespace: "entrance" }));
    bundle.onLoad({ filter: /.*/, namespace: "entrance" }, () => ({ contents: entrance, resolveDir: maplibre }));
    bundle.onResolve({ filter: unusedPackages }, ({ path }) => ({ path, namespace: "unused" }));
    bundle.onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = () => ({});" }));
    bundle.onLoad({ filter: unusedShaders }, () => ({ contents: "export default 'uniform int unused;';" }));
    bundle.onLoad({ filter: /maplibre-gl[/\\]package\.json$/ }, async ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(await readFile(path, "utf8")).version }),
      loader: "json",
    }));
  },
};

async function licences(inputs) {
  const names = new Set();
  for (const input of inputs) {
    const found = /node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(input);
    if (found) names.add(found[1].replaceAll("\\", "/"));
  }
  const texts = [];
  for (const name of [...names, "maplibre-gl"].sort()) {
    const folder = join(packages, name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(join(folder, file), "utf8") : `Licence: ${license}\n`;
    texts.push(`${name} ${version}\n${"=".repeat(name.length + version.length + 1)}\n\n${text.trim()}\n`);
  }
  return [...new Set(texts)].join("\n\n");
}

/** Bundles a script with the map in it: one file, which also is its own worker. */
function withMap(entry, outfile) {
  return build({
    absWorkingDir: here,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    // As MapLibre's own build: a declared field must not shadow one that a base class or prototype sets.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    logLevel: "warning",
    logOverride: { "empty-import-meta": "silent" },
    // A named function around it all, so that the script can hand its own source to a worker.
    banner: { js: "(function lagesbildMap(){" },
    footer: { js: "})();" },
    plugins: [onlyWhatIsUsed],
  });
}

const folder = join(target, "map");
await mkdir(folder, { recursive: true });
const script = await withMap("map.ts", join(folder, "map.js"));
await build({
  absWorkingDir: here,
  entryPoints: ["map.css"],
  outfile: join(folder, "map.css"),
  bundle: true,
  minify: true,
  logLevel: "warning",
});
await writeFile(join(folder, "LICENSE.txt"), await licences(Object.keys(script.metafile.inputs)));

// The scripts of the application's pages: one small file each, no globals.
const pages = resolve(process.argv[3] ?? join(here, "build", "pages"));
await withMap("fieldmap.ts", join(pages, "fieldmap.js"));
const islands = (await readdir(here)).filter((name) => name.endsWith(".ts") && !/^(map|fieldmap)\.ts$/.test(name));
await build({
  absWorkingDir: here,
  entryPoints: islands,
  outdir: pages,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  logLevel: "warning",
});
const htmx = join(packages, "htmx.org", "dist", "htmx.min.js");
await writeFile(join(pages, "htmx.js"), await readFile(htmx));

// One file of the icons that are used; a page names one by its fragment.
const icons = join(packages, "lucide-static");
const shapes = await Promise.all(
  JSON.parse(await readFile(join(here, "icons.json"), "utf8")).map(async (name) => {
    const drawing = await readFile(join(icons, "icons", `${name}.svg`), "utf8");
    const inside = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${inside.replace(/\s+/g, " ").trim()}</symbol>`;
  }),
);
await writeFile(join(pages, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${shapes.join("")}</svg>\n`);
const notices = [join(packages, "htmx.org", "LICENSE"), join(icons, "LICENSE")];
await writeFile(join(pages, "LICENSE.txt"), (await Promise.all(notices.map((file) => readFile(file, "utf8")))).join("\n\n"));

// Beside each text its compressed twins, which the server sends to those who can read them.
for (const place of [folder, pages]) {
  for (const name of (await readdir(place)).filter((each) => [".js", ".css", ".svg"].includes(extname(each)))) {
    const text = await readFile(join(place, name));
    await writeFile(join(place, `${name}.gz`), gzipSync(text, { level: 9 }));
    await writeFile(join(place, `${name}.br`), brotliCompressSync(text));
  }
}
