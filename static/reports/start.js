/**
 * Puts the map of a day together. Which village is chosen stands in the page's address, so that the
 * lists of the page lead to it: `#village=52.01.01.2001`.
 * @module
 */
import { Coverage } from "../map/coverage.js";
import { byId } from "../map/elements.js";
import { scale } from "../map/leaflet.js";
import { readJson } from "../map/requests.js";
import { text } from "../map/texts.js";
import { showCard, showHint } from "./card.js";
import { Day } from "./day.js";
import { addLayers } from "./layers.js";

/**
 * @typedef {object} Options
 * @property {string} coverage address of the TopoJSON
 * @property {string} day address of what was reported
 * @property {string} regency code, or empty
 */

/**
 * @param {any} leaflet the map that folium made
 * @param {Options} options
 */
export async function start(leaflet, options) {
	letThePageScroll(leaflet);
	nameTheButtons(leaflet);
	scale({ imperial: false, position: "bottomright" }).addTo(leaflet);
	try {
		const [topology, data] = await Promise.all([readJson(options.coverage), readJson(options.day)]);
		const day = new Day(data, options.regency);
		const layers = addLayers(leaflet, new Coverage(topology), day);
		showHint(leaflet, layers.at);
		followAddress(leaflet, day, layers);
		byId("map-frame").dataset.ready = "true";
	} catch (problem) {
		const told = byId("map-problem");
		told.textContent = text("failed");
		told.hidden = false;
		console.info(problem);
	}
}

/** Leaflet's buttons in the page's language. */
function nameTheButtons(leaflet) {
	for (const way of ["in", "out"]) {
		const button = leaflet.getContainer().querySelector(`.leaflet-control-zoom-${way}`);
		button?.setAttribute("title", text(`zoom_${way}`));
		button?.setAttribute("aria-label", text(`zoom_${way}`));
	}
}

/** A wheel or one finger scrolls the page; two fingers, buttons and keys move the map. */
function letThePageScroll(leaflet) {
	leaflet.scrollWheelZoom.disable();
	if (matchMedia("(pointer: coarse)").matches) leaflet.dragging.disable();
}

/**
 * @param {any} leaflet
 * @param {Day} day
 * @param {ReturnType<typeof addLayers>} layers
 */
function followAddress(leaflet, day, layers) {
	/** The link that led to the village, which gets the focus back. @type {Element | null} */
	let from = null;

	function follow() {
		const code = new URLSearchParams(location.hash.slice(1)).get("village") ?? "";
		day.choose(code);
		if (!day.chosen) return;
		byId("map-heading").scrollIntoView({ block: "start" });
		layers.look(code);
		byId("card-title").focus({ preventScroll: true });
	}

	function close() {
		day.choose("");
		history.replaceState(null, "", location.pathname + location.search);
		if (from instanceof HTMLElement && from.isConnected) from.focus();
		else leaflet.getContainer().focus();
		from = null;
	}

	showCard(day, layers.has, close);
	leaflet.on("click", (/** @type {any} */ event) => {
		const village = layers.at(event.latlng);
		if (!village) {
			if (day.chosen) close();
			return;
		}
		day.choose(village.code);
		history.replaceState(null, "", `#village=${village.code}`);
	});
	document.addEventListener("click", (event) => {
		const link = /** @type {Element} */ (event.target).closest?.("a.to-map");
		if (!link) return;
		from = link;
		// the same village once more changes no address
		if (link.getAttribute("href") === location.hash) follow();
	});
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape" && day.chosen) close();
	});
	addEventListener("hashchange", follow);
	follow();
}
