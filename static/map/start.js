/**
 * Puts the page together: data, layers, and what stands beside the map.
 * @module
 */
import { Coverage } from "./coverage.js";
import { byId } from "./elements.js";
import { showHints } from "./hints.js";
import { addLayers } from "./layers.js";
import { scale } from "./leaflet.js";
import { showList } from "./list.js";
import { showOverview } from "./overview.js";
import { showPanel } from "./panel.js";
import { readJson, SignedOutError, watchStatus } from "./requests.js";
import { showSearch } from "./search.js";
import { Store } from "./store.js";
import { showTabs } from "./tabs.js";
import { text, time } from "./texts.js";

/**
 * @typedef {object} Options
 * @property {string} status address of the status
 * @property {string} coverage address of the TopoJSON
 * @property {string} areas address of the names
 * @property {string} village address of a village's details, with {code}
 * @property {string} tiles address of the vector tiles, with {z}, {x}, {y}
 * @property {string} sites address of the sites
 * @property {number} boundaryVersion
 * @property {number} tilesFrom zoom from which tiles are drawn
 * @property {number} sitesFrom zoom from which sites are drawn
 */

/**
 * @param {any} leaflet the map that folium made
 * @param {Options} options
 */
export async function start(leaflet, options) {
	const store = new Store();
	const topology = readJson(options.coverage);
	const status = watchStatus(options.status, {
		changed: (news) => {
			if (news.boundary_version !== options.boundaryVersion) location.reload();
			else store.setStatus(news);
		},
		asked: tellAge,
	});
	scale({ imperial: false, position: "bottomright" }).addTo(leaflet);
	showTabs(() => leaflet.invalidateSize());
	try {
		const [coverage] = await Promise.all([topology.then((read) => new Coverage(read)), status]);
		if (!store.status) return;
		store.setBounded(coverage.byCode.keys());
		const layers = addLayers(leaflet, coverage, store, options);
		await painted();
		showBeside(leaflet, layers, store, options);
		await showNames(store, options);
	} catch (problem) {
		tellAge(problem);
	}
}

/** When the map is on the screen: nothing that comes before may wait for what comes after. */
async function painted() {
	await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
	performance.mark("zones-painted");
	byId("zones").dataset.ready = "painted";
}

/**
 * @param {any} leaflet
 * @param {ReturnType<typeof addLayers>} layers
 * @param {Store} store
 * @param {Options} options
 */
function showBeside(leaflet, layers, store, options) {
	showOverview(store);
	const focusRow = showList(store);
	showSearch(store);
	showPanel(store, {
		address: options.village,
		look: layers.look,
		told: layers.explain,
		closed: focusRow,
	});
	showHints(leaflet, layers, store);
	addEventListener("hashchange", () => store.followAddress());
	// a change of language keeps the view
	document.addEventListener("click", (event) => {
		const link = /** @type {Element} */ (event.target).closest?.("a[hreflang]");
		if (link instanceof HTMLAnchorElement) link.hash = location.hash;
	});
}

/** Fetch the names, now and when they change. @param {Store} store @param {Options} options */
async function showNames(store, { areas }) {
	let version = "";
	async function read() {
		if (!store.status || store.status.areas === version) return;
		version = store.status.areas;
		store.setAreas(await readJson(`${areas}?v=${version}`));
		byId("zones").dataset.ready = "complete";
	}
	store.addEventListener("status", () => read().catch(tellAge));
	await read();
}

/** @param {unknown} problem of asking the server, or null */
function tellAge(problem) {
	const age = byId("age");
	if (problem instanceof SignedOutError) age.textContent = text("signed_out");
	else if (problem) age.textContent = text("failed");
	else age.textContent = text("asked_at", { time: time(new Date()) });
	age.classList.toggle("problem", Boolean(problem));
}
