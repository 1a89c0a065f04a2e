/**
 * The layers of a day: villages filled by their state, with names and the chosen one over them.
 * @module
 */
import { worldX, worldY } from "../map/coverage.js";
import { CoverageLayer } from "../map/coverage-layer.js";
import { toLatLngBounds } from "../map/leaflet.js";
import { OverlayLayer } from "../map/overlay-layer.js";
import { colour, pattern } from "../map/palette.js";

/** Boundaries are simplified by 150 m: closer there is nothing more to see. */
const CLOSEST = 13;

/** @type {Record<string, CanvasPattern | string>} */
const FILLS = {
	reported: colour("state-reported"),
	missing: pattern("stripes", colour("state-missing"), colour("state-missing-mark")),
	unexpected: pattern("dots", colour("state-unexpected"), colour("state-unexpected-mark")),
	aside: colour("state-aside"),
};

const StateLayer = CoverageLayer.extend({
	fillOf(code) {
		return FILLS[this.store.shows(code) ? this.store.villages.get(code).state : "aside"];
	},
});

const NamesLayer = OverlayLayer.extend({
	outlineTo: Infinity,
	lettersFrom: Infinity,
});

/**
 * @param {any} leaflet
 * @param {import("../map/coverage.js").Coverage} coverage
 * @param {import("./day.js").Day} day
 */
export function addLayers(leaflet, coverage, day) {
	leaflet.setMaxZoom(CLOSEST);
	look(day.view.regency, false);
	const states = new StateLayer(coverage, day);
	const names = new NamesLayer(coverage, day);
	leaflet.createPane("overlay").style.zIndex = "450";
	names.options.pane = "overlay";
	states.addTo(leaflet);
	names.addTo(leaflet);
	day.addEventListener("village", () => names.redraw());

	/** Go to the villages whose code begins so. @param {string} prefix @param {boolean} [animate] */
	function look(prefix, animate = !matchMedia("(prefers-reduced-motion: reduce)").matches) {
		const box = coverage.box((code) => code.startsWith(prefix));
		if (!box) return;
		const { x, y } = coverage.origin;
		leaflet.fitBounds(
			toLatLngBounds(
				leaflet.unproject([box[0] + x, box[1] + y], 0),
				leaflet.unproject([box[2] + x, box[3] + y], 0),
			),
			{ padding: [10, 10], maxZoom: 11, animate },
		);
	}

	return {
		look,
		/** The village at a place, or undefined. @param {any} place LatLng */
		at(place) {
			const { x, y } = coverage.origin;
			const code = coverage.at(worldX(place.lng) - x, worldY(place.lat) - y)?.code;
			return code && day.shows(code) ? day.villages.get(code) : undefined;
		},
		/** @param {string} code */
		has: (code) => coverage.byCode.has(code),
	};
}
