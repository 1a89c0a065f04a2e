/**
 * Names of the villages in sight: each where most of it is seen, so that close to a border one
 * still reads who lives beyond it.
 * @module
 */
import { icon, marker } from "./map-marks.js";

const LINES = 9;
/** About as wide as half a letter is, in pixels. */
const HALF_LETTER = 5;
const EDGE = 12;
/** The buttons stand on the right. */
const RIGHT = 60;
/** A name is so much wider than high. */
const FLAT = 5;

export class NameLabels {
	/**
	 * @param {any} leaflet
	 * @param {import("./verdict.js").Village[]} villages
	 * @param {string} own code
	 */
	constructor(leaflet, villages, own) {
		this.leaflet = leaflet;
		this.villages = villages;
		this.own = own;
		/** @type {Map<string, any>} */
		this.shown = new Map();
		this.draw = this.draw.bind(this);
		leaflet.on("moveend resize", this.draw);
		this.draw();
	}

	draw() {
		for (const village of this.villages) {
			const at = this.placeOf(village, village.name.length * HALF_LETTER);
			let label = this.shown.get(village.code);
			if (!at) {
				label?.remove();
				this.shown.delete(village.code);
			} else if (label) {
				label.setLatLng(at);
			} else {
				const kind = village.code === this.own ? "own-name" : "name";
				label = marker(at, icon(kind, village.name), { zIndexOffset: -1000 });
				label.addTo(this.leaflet);
				this.shown.set(village.code, label);
			}
		}
	}

	/**
	 * Where there is most room on a few level lines through what is seen of a village.
	 * @param {import("./verdict.js").Village} village
	 * @param {number} half width of its name in pixels
	 * @returns {[number, number] | null}
	 */
	placeOf({ code, box, polygons }, half) {
		const { x: width, y: height } = this.leaflet.getSize();
		const top = this.leaflet.containerPointToLatLng([EDGE, EDGE]);
		const bottom = this.leaflet.containerPointToLatLng([width - RIGHT, height - EDGE]);
		const [west, east] = [Math.max(box[0], top.lng), Math.min(box[2], bottom.lng)];
		const [south, north] = [Math.max(box[1], bottom.lat), Math.min(box[3], top.lat)];
		const all =
			west === top.lng && east === bottom.lng && south === bottom.lat && north === top.lat;
		if (!(west < east && south < north) || (all && code === this.own)) return null;
		const perDegree = (width - EDGE - RIGHT) / (bottom.lng - top.lng);
		let most = 0;
		let place = null;
		for (let i = 1; i <= LINES; i++) {
			const y = south + ((north - south) * i) / (LINES + 1);
			for (const [from, to] of stretches(y, polygons, 1)) {
				const [start, end] = [Math.max(from, west), Math.min(to, east)];
				if (end - start <= most) continue;
				const x = (start + end) / 2;
				const up = stretches(x, polygons, 0).find(([low, high]) => low <= y && y <= high);
				const room = Math.min(
					end - start,
					FLAT * ((up?.[1] ?? y) - y),
					FLAT * (y - (up?.[0] ?? y)),
				);
				if (room <= most) continue;
				most = room;
				place = /** @type {[number, number]} */ ([y, x]);
			}
		}
		if (!place || most * perDegree < half) return null;
		const margin = half / perDegree;
		place[1] = Math.min(bottom.lng - margin, Math.max(top.lng + margin, place[1]));
		return place;
	}

	remove() {
		this.leaflet.off("moveend resize", this.draw);
	}
}

/**
 * Where a line along one axis is inside.
 * @param {number} at on the other axis @param {import("./geometry.js").Polygon[]} polygons
 * @param {0 | 1} axis of `at`: 0 longitude, 1 latitude
 * @returns {[number, number][]}
 */
function stretches(at, polygons, axis) {
	const other = 1 - axis;
	const crossings = [];
	for (const ring of polygons.flat()) {
		for (let i = 0, last = ring.length - 2; i < ring.length; last = i, i += 2) {
			if (ring[i + axis] > at === ring[last + axis] > at) continue;
			const part = (at - ring[i + axis]) / (ring[last + axis] - ring[i + axis]);
			crossings.push(ring[i + other] + part * (ring[last + other] - ring[i + other]));
		}
	}
	crossings.sort((one, two) => one - two);
	/** @type {[number, number][]} */
	const found = [];
	for (let i = 0; i + 1 < crossings.length; i += 2) found.push([crossings[i], crossings[i + 1]]);
	return found;
}
