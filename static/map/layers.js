/**
 * The layers of the map, kept as the store says; and where the map looks.
 * @module
 */
import { worldX, worldY } from "./coverage.js";
import { CoverageLayer } from "./coverage-layer.js";
import { addDetail } from "./detail.js";
import { toLatLngBounds } from "./leaflet.js";
import { OverlayLayer } from "./overlay-layer.js";

/** As far as a finger misses, in pixels. */
const REACH = 14;

/** From this zoom on a chosen village that is in sight does not move the map. */
const NEAR = 10.5;

/**
 * @param {any} leaflet
 * @param {import("./coverage.js").Coverage} coverage
 * @param {import("./store.js").Store} store
 * @param {import("./start.js").Options} options
 */
export function addLayers(leaflet, coverage, store, options) {
	const colours = new CoverageLayer(coverage, store);
	const overlay = new OverlayLayer(coverage, store);
	/** @type {any} */
	let detail = null;

	const { village, regency: area } = store.view;
	look((village && boundsOf(village)) || boundsOf(area) || boundsOf("", true), false);
	leaflet.createPane("overlay").style.zIndex = "450";
	overlay.options.pane = "overlay";
	colours.addTo(leaflet);
	overlay.addTo(leaflet);

	/**
	 * Around the villages whose code begins so and that the person may see.
	 * @param {string} prefix empty for all
	 * @param {boolean} [others] also around those that the person may not see
	 */
	function boundsOf(prefix, others = false) {
		const box = coverage.box(
			(code) => code.startsWith(prefix) && (others || store.places.has(code)),
		);
		if (!box) return null;
		const { x, y } = coverage.origin;
		return toLatLngBounds(
			leaflet.unproject([box[0] + x, box[1] + y], 0),
			leaflet.unproject([box[2] + x, box[3] + y], 0),
		);
	}

	/** @param {any} bounds @param {boolean} [animate] */
	function look(bounds, animate = !matchMedia("(prefers-reduced-motion: reduce)").matches) {
		if (!bounds) return;
		// Leaflet leaves out a zoom that is asked for during another one
		if (leaflet._animatingZoom) leaflet.once("zoomend", () => look(bounds, animate));
		else leaflet.fitBounds(bounds, { padding: [12, 12], maxZoom: 14, animate });
	}

	function redraw() {
		colours.redraw();
		overlay.redraw();
		detail?.redraw();
	}
	for (const event of ["status", "names", "view", "village"]) {
		store.addEventListener(event, redraw);
	}

	let { regency } = store.view;
	store.addEventListener("view", () => {
		if (store.view.regency === regency) return;
		regency = store.view.regency;
		look(boundsOf(regency));
	});
	store.addEventListener("village", () => {
		const bounds = store.view.village && boundsOf(store.view.village);
		if (!bounds) return;
		if (leaflet.getZoom() < NEAR || !leaflet.getBounds().contains(bounds)) look(bounds);
	});

	function zoomed() {
		const zoom = leaflet.getZoom();
		// tiles are sharp at whole zooms only
		leaflet.options.zoomSnap = zoom < options.tilesFrom - 1 ? 0.25 : 1;
		if (zoom >= options.sitesFrom)
			detail ??= addDetail(leaflet, { colours, overlay, options, store });
	}
	leaflet.on("zoomend", zoomed);
	zoomed();

	return {
		/** Code of the village at a place, or an empty text. @param {any} place LatLng */
		at(place) {
			const { x, y } = coverage.origin;
			const code =
				detail?.at(place) ?? coverage.at(worldX(place.lng) - x, worldY(place.lat) - y)?.code;
			return store.places.has(code) ? code : "";
		},
		/** The site under a point of the screen, if one is near. @param {any} point */
		siteAt(point) {
			let found;
			let nearest = REACH;
			for (const site of overlay.shownSites()) {
				const away = leaflet
					.latLngToContainerPoint([site.latitude, site.longitude])
					.distanceTo(point);
				if (away > nearest) continue;
				nearest = away;
				found = site;
			}
			return found;
		},
		/** Draw the site of the chosen village, and what is proposed. @param {any} details or null */
		explain(details) {
			const site = hasPlace(details?.site) ? details.site : null;
			const flags = details?.site?.flags ?? [];
			const repairs = flags.map((/** @type {any} */ flag) => flag.repair).filter(hasPlace);
			// without a boundary, the published centre stands for the village
			const centre =
				details && !coverage.byCode.has(details.code) && hasPlace(details) ? details : null;
			overlay.chosen = site || centre || repairs.length ? { centre, repairs, site } : null;
			overlay.redraw();
			if (centre) look(toLatLngBounds([[centre.latitude, centre.longitude]]).pad(0.1));
		},
		/** @param {{latitude: number, longitude: number}} place */
		look({ latitude, longitude }) {
			const village = boundsOf(store.view.village);
			const here = toLatLngBounds([[latitude, longitude]]);
			// as much as shows the village too, unless it is far away
			const near = village && here.getCenter().distanceTo(village.getCenter()) < 50_000;
			look(near ? here.extend(village) : here);
		},
	};
}

/** @param {any} thing */
const hasPlace = (thing) => typeof thing?.latitude === "number";
