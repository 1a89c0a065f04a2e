/**
 * What is shown when one zooms in: vector tiles instead of the simplified villages, and the sites.
 * @module
 */
import { byId } from "./elements.js";
import { readJson } from "./requests.js";
import { number, text } from "./texts.js";
import { VillageTiles } from "./tile-layer.js";

const MOST_SITES = 500;
const WAIT_MS = 200;

/**
 * @param {any} leaflet
 * @param {{colours: any, overlay: any, store: import("./store.js").Store, options: any}} parts
 */
export function addDetail(leaflet, { colours, overlay, store, options }) {
	const tiles = new VillageTiles(options.tiles, store, {
		minZoom: options.tilesFrom,
		maxNativeZoom: 14,
		updateWhenIdle: true,
		keepBuffer: 1,
	});
	tiles.addTo(leaflet);
	const zoomedIn = () => Math.round(leaflet.getZoom()) >= options.tilesFrom;
	tiles.on("load", () => {
		colours.getContainer().hidden = zoomedIn();
	});
	leaflet.on("zoomend", () => {
		if (!zoomedIn()) colours.getContainer().hidden = false;
	});
	followSites(leaflet, overlay, options);
	return {
		/** @param {any} place LatLng */
		at: (place) => (zoomedIn() ? tiles.at(place) : undefined),
		redraw: () => tiles.redrawTiles(),
	};
}

/** @param {any} leaflet @param {any} overlay @param {any} options */
function followSites(leaflet, overlay, { sites, sitesFrom }) {
	const legend = byId("site-legend");
	const cut = byId("sites-cut");
	let asked = 0;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let waiting;

	async function ask() {
		asked += 1;
		const mine = asked;
		const near = leaflet.getZoom() >= sitesFrom;
		legend.hidden = !near;
		if (!near) {
			overlay.sites = [];
			overlay.redraw();
			return;
		}
		const box = leaflet.getBounds().pad(0.1);
		const corners = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
		const bbox = corners.map((degrees) => degrees.toFixed(4)).join();
		try {
			const found = await readJson(`${sites}?bbox=${bbox}&limit=${MOST_SITES}`, {
				cache: "no-cache",
			});
			if (mine !== asked) return;
			overlay.sites = found.features.filter(hasPlace).map(asSite);
			cut.hidden = found.features.length < MOST_SITES;
			cut.textContent = text("sites_cut", { count: number(MOST_SITES) });
			overlay.redraw();
		} catch {
			if (mine === asked) overlay.sites = [];
		}
	}
	leaflet.on("moveend", () => {
		clearTimeout(waiting);
		waiting = setTimeout(ask, WAIT_MS);
	});
	ask();
}

/** @param {any} feature */
const hasPlace = (feature) => feature.geometry !== null;

/** @param {any} feature */
function asSite({ id, geometry, properties }) {
	const [longitude, latitude] = geometry.coordinates;
	return {
		code: String(properties.village_code ?? id),
		verdict: properties.verdict,
		latitude,
		longitude,
	};
}
