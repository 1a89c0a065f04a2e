/**
 * What lies over the colours: names, letters of the zones, the chosen village, sites and repairs.
 * @module
 */

import { worldX, worldY } from "./coverage.js";
import { WorldCanvas } from "./coverage-layer.js";
import { Canvas } from "./leaflet.js";
import { drawMark } from "./marks.js";
import { colour, density } from "./palette.js";
import { shortName } from "./store.js";
import { zoneName, zoneSign } from "./zones.js";

const DISTRICTS_FROM = 10;
const VILLAGES_FROM = 12.5;

/**
 * @typedef {object} Label
 * @property {string} text
 * @property {number} x
 * @property {number} y
 * @property {number} width of the area
 */

export const OverlayLayer = WorldCanvas.extend({
	/** From this zoom on the tiles draw around the chosen village. */
	outlineTo: 11.5,
	/** From this zoom on zones are told by their letters too. */
	lettersFrom: 10.75,

	/**
	 * @param {import("./coverage.js").Coverage} coverage
	 * @param {import("./store.js").Store} store
	 */
	initialize(coverage, store) {
		Canvas.prototype.initialize.call(this, { origin: coverage.origin });
		this.coverage = coverage;
		this.store = store;
		/** @type {{code: string, verdict: string, latitude: number, longitude: number}[]} */
		this.sites = [];
		/** Site, repairs and, without a boundary, the centre of the chosen village. @type {any} */
		this.chosen = null;
	},

	paint(context, view) {
		/** @type {number[][]} */
		this.taken = [];
		const place = (/** @type {{x: number, y: number}} */ { x, y }) => ({
			x: x * view.scale + view.x,
			y: y * view.scale + view.y,
		});
		this.outline(context, view);
		if (view.zoom >= this.lettersFrom) this.letters(context, view, place);
		if (view.zoom < DISTRICTS_FROM) this.names(context, place, 5, 12, view);
		else if (view.zoom < VILLAGES_FROM) this.names(context, place, 8, 11, view);
		else this.names(context, place, 13, 11, view);
		for (const site of this.shownSites()) {
			if (site.code !== this.store.view.village) this.mark(context, place, site, 7);
		}
		if (this.chosen) this.explain(context, place);
	},

	/** @returns {{code: string, verdict: string, latitude: number, longitude: number}[]} */
	shownSites() {
		const { filtered, view } = this.store;
		// a site whose village code is not in the roster belongs to no other filter
		const strays = !filtered || view.boundary === "unknown";
		return this.sites.filter(
			({ code }) => this.store.shows(code) || (strays && !this.store.places.has(code)),
		);
	},

	/** Draw around the chosen village. */
	outline(context, view) {
		const village = this.coverage.byCode.get(this.store.view.village);
		if (!village || view.zoom >= this.outlineTo) return;
		context.setTransform(view.scale, 0, 0, view.scale, view.x, view.y);
		context.beginPath();
		this.coverage.trace(context, village);
		context.setTransform(1, 0, 0, 1, 0, 0);
		context.lineJoin = "round";
		for (const [name, width] of /** @type {[string, number][]} */ ([
			["halo", 6],
			["chosen", 3],
		])) {
			context.strokeStyle = colour(name);
			context.lineWidth = width * density;
			context.stroke();
		}
	},

	letters(context, view, place) {
		const villageNames = view.zoom >= VILLAGES_FROM;
		context.textAlign = "center";
		context.textBaseline = "middle";
		context.font = `700 ${(villageNames ? 13 : 11) * density}px ${colour("font")}`;
		for (const village of this.coverage.villages) {
			if (!this.store.shows(village.code)) continue;
			const width = (village.box[2] - village.box[0]) * view.scale;
			if (width < 18 * density) continue;
			const { x, y } = place(this.coverage.label(village));
			if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
			const letter = this.store.zone(village.code);
			const radius = (villageNames ? 10 : 8) * density;
			context.beginPath();
			context.arc(x, y, radius, 0, 2 * Math.PI);
			context.fillStyle = colour("halo");
			context.fill();
			context.strokeStyle = colour(`zone-${zoneName(letter)}-ink`);
			context.lineWidth = 1.5 * density;
			context.stroke();
			context.fillStyle = context.strokeStyle;
			context.fillText(zoneSign(letter), x, y + 0.5 * density);
			this.taken.push([x - radius, y - radius, x + radius, y + radius]);
		}
	},

	/** Names of regencies (5 signs of the code), districts (8) or villages (13). */
	names(context, place, level, size, view) {
		context.textAlign = "center";
		context.textBaseline = "middle";
		context.lineJoin = "round";
		const weight = level === 5 ? 700 : 600;
		context.font = `${weight} ${size * density}px ${colour("font")}`;
		for (const label of this.labels(level)) {
			let { x, y } = place(label);
			if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
			if (level === 13) y += 18 * density;
			const half = context.measureText(label.text).width / 2 + 2 * density;
			// a name much wider than its area would cover the neighbours
			if (level === 5 && half * 1.4 > label.width * view.scale) continue;
			const box = [x - half, y - size * density * 0.6, x + half, y + size * density * 0.6];
			if (this.taken.some((other) => overlap(other, box))) continue;
			this.taken.push(box);
			context.strokeStyle = colour("halo");
			context.lineWidth = 3.5 * density;
			context.strokeText(label.text, x, y);
			context.fillStyle = colour("ink");
			context.fillText(label.text, x, y);
		}
	},

	/** @param {number} level @returns {Label[]} */
	labels(level) {
		if (this.store.names.size === 0) return [];
		/** @type {Map<string, {x: number, y: number, weight: number, west: number, east: number}>} */
		const areas = new Map();
		for (const village of this.coverage.villages) {
			const { box } = village;
			const weight = (box[2] - box[0]) * (box[3] - box[1]);
			const { x, y } = this.coverage.label(village);
			const code = village.code.slice(0, level);
			const area = areas.get(code) ?? { x: 0, y: 0, weight: 0, west: box[0], east: box[2] };
			area.x += x * weight;
			area.y += y * weight;
			area.weight += weight;
			area.west = Math.min(area.west, box[0]);
			area.east = Math.max(area.east, box[2]);
			areas.set(code, area);
		}
		return [...areas]
			.filter(([code]) => this.store.names.has(code))
			.sort(([, one], [, other]) => other.weight - one.weight)
			.map(([code, { x, y, weight, west, east }]) => ({
				text: shortName(this.store.name(code)),
				x: x / weight,
				y: y / weight,
				width: east - west,
			}));
	},

	/** @param {any} point @returns {{x: number, y: number}} */
	locate(point) {
		const { origin } = this.coverage;
		return { x: worldX(point.longitude) - origin.x, y: worldY(point.latitude) - origin.y };
	},

	mark(context, place, site, radius) {
		const { x, y } = place(this.locate(site));
		drawMark(context, site.verdict, x, y, radius * density, density);
	},

	/** The chosen village's site, a line from the village to it, and proposed repairs. */
	explain(context, place) {
		const { centre, repairs, site } = this.chosen;
		const village = this.coverage.byCode.get(this.store.view.village);
		const home = village
			? place(this.coverage.label(village))
			: centre && place(this.locate(centre));
		if (centre) drawMark(context, "centre", home.x, home.y, 11 * density, density);
		const at = site && place(this.locate(site));
		const targets = repairs.map((/** @type {any} */ repair) => place(this.locate(repair)));
		if (home && targets.length === 0 && site?.verdict === "outside") targets.push(home);
		for (const target of at ? targets : []) {
			context.beginPath();
			context.moveTo(at.x, at.y);
			context.lineTo(target.x, target.y);
			for (const [name, width, dash] of /** @type {[string, number, number[]][]} */ ([
				["halo", 5, []],
				["chosen", 2, [6, 5]],
			])) {
				context.setLineDash(dash.map((length) => length * density));
				context.strokeStyle = colour(name);
				context.lineWidth = width * density;
				context.stroke();
			}
			context.setLineDash([]);
		}
		for (const repair of repairs)
			drawMark(context, "repair", ...point(place, this, repair), density);
		if (site) this.mark(context, place, site, 10);
	},
});

/** @returns {[number, number, number]} */
function point(place, layer, repair) {
	const { x, y } = place(layer.locate(repair));
	return [x, y, 9 * density];
}

/** @param {number[]} one @param {number[]} other */
function overlap(one, other) {
	return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}
