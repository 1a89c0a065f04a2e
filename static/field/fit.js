/**
 * Whether a building fits on a parcel at any angle, and where.
 *
 * The box is tried at the middle of an interval of angles. A box turned by up to `half` contains,
 * about the same centre, a certain smaller box: where not even that one fits at the middle, the
 * whole interval is out; else it is halved.
 * @module
 */
import { areaM2, metresPerDegree } from "./geometry.js";
import { simplified } from "./simplify.js";

/** What is missing by less than this is not missing. */
const TOLERANCE_M = 0.01;
const EPSILON_M = 1e-7;
/** Half of the first intervals, in radians: the smaller box has to have a width. */
const FIRST_HALF = Math.PI / 16;
const FEW_CORNERS = 40;
const MANY_CORNERS = 120;
/** The page may be drawn again after so many milliseconds. */
const STEP_MS = 8;

/** @typedef {{x: number, y: number}} Point in metres east and north of the middle of the parcel */
/** @typedef {{centre: Point, angle: number}} Found */
/** @typedef {Point[][]} Rings */

/**
 * @typedef {object} Fit
 * @property {boolean} fits
 * @property {[number, number][] | null} rectangle its corners, longitude and latitude
 */

/**
 * @param {import("./geometry.js").Polygon} polygon
 * @param {[number, number]} box sides in metres
 * @returns {Fit}
 */
export function fit(polygon, box) {
	const steps = search(polygon, box);
	let step = steps.next();
	while (!step.done) step = steps.next();
	return step.value;
}

/**
 * The same without holding up the page.
 * @param {import("./geometry.js").Polygon} polygon
 * @param {[number, number]} box
 * @param {AbortSignal} [signal] no longer wanted: null
 * @returns {Promise<Fit | null>}
 */
export async function fitInSteps(polygon, box, signal) {
	const steps = search(polygon, box);
	for (;;) {
		const until = performance.now() + STEP_MS;
		while (performance.now() < until) {
			const step = steps.next();
			if (step.done) return step.value;
		}
		await new Promise((done) => setTimeout(done));
		if (signal?.aborted) return null;
	}
}

/**
 * @param {import("./geometry.js").Polygon} polygon
 * @param {[number, number]} box
 * @returns {Generator<void, Fit, void>}
 */
function* search(polygon, box) {
	const sides = /** @type {[number, number]} */ ([...box].sort((one, other) => one - other));
	const none = { fits: false, rectangle: null };
	if (areaM2(polygon) < (sides[0] - TOLERANCE_M) * (sides[1] - TOLERANCE_M)) return none;
	const plane = planeOf(polygon);
	const found = yield* searchOrSimpler(plane.rings, sides);
	if (!found) return none;
	return { fits: true, rectangle: plane.corners(found, sides) };
}

/**
 * Of many corners most do not matter: a simpler shape decides, unless it is a close thing. Then one
 * that differs by a few centimetres does, which is less than anybody can draw or walk.
 * @param {Rings} rings
 * @param {[number, number]} sides
 * @returns {Generator<void, Found | null, void>}
 */
function* searchOrSimpler(rings, sides) {
	if (rings.flat().length <= FEW_CORNERS) return yield* searchAngles(rings, sides);
	const { rings: simple, moved } = simplified(rings, FEW_CORNERS);
	const [width, height] = sides;
	const found = yield* searchAngles(simple, [width + 2 * moved, height + 2 * moved]);
	if (found) return found;
	const smaller = yield* searchAngles(simple, [width - 2 * moved, height - 2 * moved]);
	if (!smaller) return null;
	return yield* searchAngles(simplified(rings, MANY_CORNERS).rings, sides);
}

/**
 * @param {Rings} rings
 * @param {[number, number]} sides the short one first
 * @returns {Generator<void, Found | null, void>}
 */
function* searchAngles(rings, [width, height]) {
	/** @param {number} angle @param {number} wide @param {number} high */
	const at = (angle, wide, high) => {
		const centre = placeAt(rings, angle, wide, high);
		return centre && { centre, angle };
	};
	if (width <= 0) return at(0, EPSILON_M, EPSILON_M);
	const [least, leastHigh] = [width - TOLERANCE_M, height - TOLERANCE_M];
	for (const angle of alongEdges(rings)) {
		const found = at(angle, least, leastHigh);
		if (found) return found;
		yield;
	}
	const intervals = [];
	for (let angle = FIRST_HALF; angle < Math.PI; angle += 2 * FIRST_HALF) {
		intervals.push({ angle, half: FIRST_HALF });
	}
	for (const { angle, half } of intervals) {
		const found = at(angle, least, leastHigh);
		if (found) return found;
		yield;
		const stretch = Math.cos(2 * half);
		const wide = (width * Math.cos(half) - height * Math.sin(half)) / stretch;
		const high = (height * Math.cos(half) - width * Math.sin(half)) / stretch;
		if (wide >= least && high >= leastHigh) continue;
		if (wide > 0 && !at(angle, wide, high)) continue;
		intervals.push({ angle: angle - half / 2, half: half / 2 });
		intervals.push({ angle: angle + half / 2, half: half / 2 });
	}
	return null;
}

/** Buildings mostly stand along a border: the angles of the longest edges. @param {Rings} rings */
function alongEdges(rings) {
	return rings
		.flatMap((ring) => edgesOf(ring))
		.map(([a, b]) => ({
			length: Math.hypot(b.x - a.x, b.y - a.y),
			at: Math.atan2(b.y - a.y, b.x - a.x),
		}))
		.sort((one, other) => other.length - one.length)
		.slice(0, 6)
		.flatMap(({ at }) => [at, at + Math.PI / 2]);
}

/** @param {Point[]} ring @returns {[Point, Point][]} */
const edgesOf = (ring) => ring.map((point, i) => [point, ring[(i + 1) % ring.length]]);

/**
 * Where the centre of an upright box may be once the parcel is turned back by the angle, or null.
 *
 * The centre must be in the parcel and in none of the hexagons "edge plus box". If any place is
 * left, one is left on the outline of a hexagon too: of every side of every hexagon that which the
 * other hexagons cover is taken away.
 * @param {Rings} rings @param {number} angle @param {number} width @param {number} height
 * @returns {Point | null} in the plane that is not turned
 */
function placeAt(rings, angle, width, height) {
	const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
	const turned = rings.map((ring) =>
		ring.map(({ x, y }) => ({ x: x * cosine + y * sine, y: y * cosine - x * sine })),
	);
	const [halfX, halfY] = [width / 2, height / 2];
	if (!hasRoom(turned[0], width, height)) return null;
	const hexagons = turned
		.flatMap(edgesOf)
		.filter(([a, b]) => a.x !== b.x || a.y !== b.y)
		.map(([a, b]) => hexagon(a, b, halfX, halfY));
	for (const { outline } of hexagons) {
		for (let i = 0; i < outline.length; i++) {
			const [from, to] = [outline[i], outline[(i + 1) % outline.length]];
			for (const part of leftOver(from, to, hexagons)) {
				const x = from.x + part * (to.x - from.x);
				const y = from.y + part * (to.y - from.y);
				if (holds(turned, x, y)) {
					return { x: x * cosine - y * sine, y: x * sine + y * cosine };
				}
			}
		}
	}
	return null;
}

/** @param {Point[]} ring @param {number} width @param {number} height */
function hasRoom(ring, width, height) {
	let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
	for (const { x, y } of ring) {
		west = Math.min(west, x);
		east = Math.max(east, x);
		south = Math.min(south, y);
		north = Math.max(north, y);
	}
	return east - west >= width && north - south >= height;
}

/** @param {Point} a @param {Point} b @param {number} halfX @param {number} halfY */
function hexagon(a, b, halfX, halfY) {
	const [left, right] = a.x <= b.x ? [a, b] : [b, a];
	const [alongX, alongY] = [right.x - left.x, right.y - left.y];
	const up = alongY >= 0 ? halfY : -halfY;
	return {
		left,
		alongX,
		alongY,
		west: left.x - halfX + EPSILON_M,
		east: right.x + halfX - EPSILON_M,
		south: Math.min(a.y, b.y) - halfY + EPSILON_M,
		north: Math.max(a.y, b.y) + halfY - EPSILON_M,
		// how far a point may be from the line, times the line's length
		reach: alongX * halfY + Math.abs(alongY) * halfX - EPSILON_M * Math.hypot(alongX, alongY),
		outline: [
			{ x: left.x - halfX, y: left.y + up },
			{ x: left.x - halfX, y: left.y - up },
			{ x: left.x + halfX, y: left.y - up },
			{ x: right.x + halfX, y: right.y - up },
			{ x: right.x + halfX, y: right.y + up },
			{ x: right.x - halfX, y: right.y + up },
		],
	};
}

/** The part of a stretch that is looked at, as fractions: made once, for there are millions. */
const span = { from: 0, to: 1 };

/**
 * The middles of the parts of a stretch that no hexagon covers, as fractions of its length.
 * @param {Point} from @param {Point} to
 * @param {ReturnType<typeof hexagon>[]} hexagons
 */
function leftOver(from, to, hexagons) {
	/** @type {{from: number, to: number}[]} */
	const covered = [];
	for (const one of hexagons) {
		span.from = 0;
		span.to = 1;
		if (!cut(from.x, to.x, one.west, one.east)) continue;
		if (!cut(from.y, to.y, one.south, one.north)) continue;
		const { left, alongX, alongY, reach } = one;
		const across = alongX * (from.y - left.y) - alongY * (from.x - left.x);
		const acrossTo = alongX * (to.y - left.y) - alongY * (to.x - left.x);
		if (!cut(across, acrossTo, -reach, reach)) continue;
		if (span.from === 0 && span.to === 1) return [];
		covered.push({ from: span.from, to: span.to });
	}
	covered.sort((one, other) => one.from - other.from);
	const middles = [];
	let reached = 0;
	for (const part of covered) {
		if (part.from > reached) middles.push((reached + part.from) / 2);
		if (part.to > reached) reached = part.to;
	}
	if (reached < 1) middles.push((reached + 1) / 2);
	return middles;
}

/**
 * Narrow the span to where a value that goes evenly from one to another is between two limits.
 * @param {number} from @param {number} to
 * @param {number} low @param {number} high
 * @returns {boolean} whether anything is left
 */
function cut(from, to, low, high) {
	if (from === to) return low < from && from < high;
	const enters = ((from < to ? low : high) - from) / (to - from);
	const leaves = ((from < to ? high : low) - from) / (to - from);
	if (enters > span.from) span.from = enters;
	if (leaves < span.to) span.to = leaves;
	return span.from < span.to;
}

/** @param {Rings} rings @param {number} x @param {number} y */
function holds(rings, x, y) {
	let inside = false;
	for (const ring of rings) {
		for (let i = 0, last = ring.length - 1; i < ring.length; last = i++) {
			const [a, b] = [ring[i], ring[last]];
			if (a.y > y === b.y > y) continue;
			if (x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
		}
	}
	return inside;
}

/** The parcel in metres about its middle. @param {import("./geometry.js").Polygon} polygon */
function planeOf(polygon) {
	const outside = polygon[0];
	let [middleX, middleY] = [0, 0];
	for (let i = 0; i < outside.length; i += 2) {
		middleX += outside[i] / (outside.length / 2);
		middleY += outside[i + 1] / (outside.length / 2);
	}
	const [east, north] = metresPerDegree(middleY);
	return {
		rings: polygon.map((ring) => {
			const points = [];
			for (let i = 0; i < ring.length; i += 2) {
				points.push({ x: (ring[i] - middleX) * east, y: (ring[i + 1] - middleY) * north });
			}
			return points;
		}),
		/** @param {Found} found @param {[number, number]} sides @returns {[number, number][]} */
		corners({ centre, angle }, [width, height]) {
			const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
			return [
				[-1, -1],
				[1, -1],
				[1, 1],
				[-1, 1],
			].map(([right, up]) => {
				const [x, y] = [(right * width) / 2, (up * height) / 2];
				return [
					middleX + (centre.x + x * cosine - y * sine) / east,
					middleY + (centre.y + x * sine + y * cosine) / north,
				];
			});
		},
	};
}
