/**
 * The villages of a TopoJSON as shared border lines, ready to be drawn: each line is projected once,
 * and knows whether it is a coast, or a border of a regency, a district or a village.
 *
 * Units are Web Mercator pixels at zoom 0 (256 for the whole world) from `origin`, so that a canvas,
 * which calculates in single precision, stays exact when zoomed in.
 * @module
 */

/**
 * @typedef {object} Village
 * @property {string} code
 * @property {number[][][]} polygons polygon, ring, reference to an arc (as in TopoJSON)
 * @property {Box} box
 */

/** @typedef {{x: number, y: number}} Place */

export const BORDERS = ["village", "district", "regency", "coast"];

/** @param {number} longitude degrees */
export const worldX = (longitude) => ((longitude + 180) / 360) * 256;

/** @param {number} latitude degrees */
export const worldY = (latitude) =>
	128 - (128 / Math.PI) * Math.asinh(Math.tan((latitude * Math.PI) / 180));

export class Coverage {
	/** @type {Place} */
	origin;
	/** @type {Float64Array[]} x and y in turn */
	arcs = [];
	/** @type {Village[]} */
	villages = [];
	/** @type {Map<string, Village>} */
	byCode = new Map();
	/** @type {Record<string, number[]>} kind of border to its arcs */
	borders = { village: [], district: [], regency: [], coast: [] };
	/** @type {Map<string, Place>} */
	#labels = new Map();

	/** @param {any} topology */
	constructor(topology) {
		const { scale, translate } = topology.transform;
		this.origin = { x: worldX(translate[0]), y: worldY(translate[1]) };
		const boxes = [];
		for (const steps of topology.arcs) {
			const points = new Float64Array(steps.length * 2);
			const box = emptyBox();
			let [x, y, at] = [0, 0, 0];
			for (const step of steps) {
				x += step[0];
				y += step[1];
				const right = worldX(x * scale[0] + translate[0]) - this.origin.x;
				const down = worldY(y * scale[1] + translate[1]) - this.origin.y;
				points[at] = right;
				points[at + 1] = down;
				at += 2;
				extend(box, right, down, right, down);
			}
			this.arcs.push(points);
			boxes.push(box);
		}
		for (const { id, type, arcs } of topology.objects.villages.geometries) {
			if (!arcs) continue;
			const polygons = type === "Polygon" ? [arcs] : arcs;
			const village = { code: id, polygons, box: emptyBox() };
			for (const reference of polygons.flat(2)) {
				extend(village.box, ...boxes[reference < 0 ? ~reference : reference]);
			}
			this.villages.push(village);
			this.byCode.set(id, village);
		}
		this.#sortBorders();
	}

	/**
	 * Adds the outline of a village to the path of a canvas.
	 * @param {CanvasRenderingContext2D} context
	 * @param {Village} village
	 */
	trace(context, village) {
		for (const polygon of village.polygons) {
			for (const ring of polygon) {
				ring.forEach((reference, index) => {
					this.#traceArc(context, reference, index > 0);
				});
				context.closePath();
			}
		}
	}

	/**
	 * Adds the lines of a kind of border to the path of a canvas.
	 * @param {CanvasRenderingContext2D} context
	 * @param {string} kind
	 */
	traceBorders(context, kind) {
		for (const arc of this.borders[kind]) this.#traceArc(context, arc, false);
	}

	/** The village at a place. @param {number} x @param {number} y @returns {Village | undefined} */
	at(x, y) {
		return this.villages.find(
			(village) =>
				x >= village.box[0] &&
				x <= village.box[2] &&
				y >= village.box[1] &&
				y <= village.box[3] &&
				this.#spans(village, y).some(([from, to]) => x >= from && x <= to),
		);
	}

	/** A place well inside a village, for its label. @param {Village} village @returns {Place} */
	label(village) {
		let place = this.#labels.get(village.code);
		if (!place) {
			const [, north, , south] = village.box;
			let widest = 0;
			for (const part of [0.5, 0.4, 0.6, 0.3, 0.7]) {
				const y = north + (south - north) * part;
				for (const [from, to] of this.#spans(village, y)) {
					if (to - from > widest * 1.2) {
						widest = to - from;
						place = { x: (from + to) / 2, y };
					}
				}
			}
			place ??= { x: village.box[0], y: north };
			this.#labels.set(village.code, place);
		}
		return place;
	}

	/**
	 * The box around some villages.
	 * @param {(code: string) => boolean} wanted
	 * @returns {Box | null}
	 */
	box(wanted) {
		const box = emptyBox();
		for (const village of this.villages) {
			if (wanted(village.code)) extend(box, ...village.box);
		}
		return box[0] === Infinity ? null : box;
	}

	/**
	 * @param {CanvasRenderingContext2D} context
	 * @param {number} reference
	 * @param {boolean} joined to the arc before it, whose last point is its first
	 */
	#traceArc(context, reference, joined) {
		const points = this.arcs[reference < 0 ? ~reference : reference];
		const last = points.length - 2;
		const step = reference < 0 ? -2 : 2;
		let at = reference < 0 ? last : 0;
		if (!joined) context.moveTo(points[at], points[at + 1]);
		for (let count = last / 2; count > 0; count -= 1) {
			at += step;
			context.lineTo(points[at], points[at + 1]);
		}
	}

	/** Where the village lies on a line from west to east. @param {Village} village @param {number} y */
	#spans(village, y) {
		const crossings = [];
		for (const reference of village.polygons.flat(2)) {
			const points = this.arcs[reference < 0 ? ~reference : reference];
			for (let at = 0; at < points.length - 2; at += 2) {
				const [above, below] = [points[at + 1], points[at + 3]];
				if (above > y !== below > y) {
					const part = (y - above) / (below - above);
					crossings.push(points[at] + part * (points[at + 2] - points[at]));
				}
			}
		}
		crossings.sort((one, other) => one - other);
		/** @type {[number, number][]} */
		const spans = [];
		for (let at = 0; at + 1 < crossings.length; at += 2) {
			spans.push([crossings[at], crossings[at + 1]]);
		}
		return spans;
	}

	#sortBorders() {
		/** @type {(string | undefined)[]} */
		const first = new Array(this.arcs.length);
		/** @type {(string | undefined)[]} */
		const second = new Array(this.arcs.length);
		for (const { code, polygons } of this.villages) {
			for (const reference of polygons.flat(2)) {
				const arc = reference < 0 ? ~reference : reference;
				if (first[arc] === undefined) first[arc] = code;
				else second[arc] = code;
			}
		}
		for (let arc = 0; arc < this.arcs.length; arc += 1) {
			const [one, other] = [first[arc], second[arc]];
			if (!one) continue;
			let kind = "coast";
			if (other?.slice(0, 8) === one.slice(0, 8)) kind = "village";
			else if (other?.slice(0, 5) === one.slice(0, 5)) kind = "district";
			else if (other) kind = "regency";
			this.borders[kind].push(arc);
		}
	}
}

/** @typedef {[number, number, number, number]} Box west, north, east, south */

/** @returns {Box} */
const emptyBox = () => [Infinity, Infinity, -Infinity, -Infinity];

/**
 * @param {Box} box
 * @param {number} west
 * @param {number} north
 * @param {number} east
 * @param {number} south
 */
function extend(box, west, north, east, south) {
	if (west < box[0]) box[0] = west;
	if (north < box[1]) box[1] = north;
	if (east > box[2]) box[2] = east;
	if (south > box[3]) box[3] = south;
}
