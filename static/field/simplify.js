/**
 * Shapes with fewer corners (Douglas and Peucker), in a plane.
 * @module
 */

/** @typedef {{x: number, y: number}} Point */

const FIRST_M = 0.02;

/**
 * Leave out corners until there are few enough.
 * @param {Point[][]} rings in metres
 * @param {number} most corners of all rings together
 * @returns {{rings: Point[][], moved: number}} and by how many metres the line may have moved
 */
export function simplified(rings, most) {
	let moved = FIRST_M;
	for (;;) {
		const simple = rings.map((ring) => simplifiedRing(ring, moved));
		// a ring has three corners at least
		if (simple.flat().length <= Math.max(most, 3 * rings.length)) return { rings: simple, moved };
		moved *= 2;
	}
}

/** @param {Point[]} ring @param {number} tolerance */
function simplifiedRing(ring, tolerance) {
	if (ring.length <= 3) return ring;
	const far = farthest(ring, 0, ring.length, (point) =>
		Math.hypot(point.x - ring[0].x, point.y - ring[0].y),
	).place;
	const kept = new Set([0, far]);
	keep([...ring, ring[0]], 0, far, tolerance, kept);
	keep([...ring, ring[0]], far, ring.length, tolerance, kept);
	if (kept.size < 3) {
		kept.add(farthest(ring, 0, ring.length, (point) => distance(point, ring[0], ring[far])).place);
	}
	return ring.filter((_, i) => kept.has(i));
}

/**
 * @param {Point[]} line @param {number} from @param {number} to
 * @param {number} tolerance
 * @param {Set<number>} kept
 */
function keep(line, from, to, tolerance, kept) {
	const { place, value } = farthest(line, from + 1, to, (point) =>
		distance(point, line[from], line[to]),
	);
	if (value <= tolerance) return;
	kept.add(place);
	keep(line, from, place, tolerance, kept);
	keep(line, place, to, tolerance, kept);
}

/**
 * @param {Point[]} line @param {number} from @param {number} to not included
 * @param {(point: Point) => number} measure
 */
function farthest(line, from, to, measure) {
	let place = from;
	let value = 0;
	for (let i = from; i < to; i++) {
		const here = measure(line[i]);
		if (here > value) [place, value] = [i, here];
	}
	return { place, value };
}

/** From a point to a stretch. @param {Point} point @param {Point} a @param {Point} b */
function distance(point, a, b) {
	const [x, y] = [b.x - a.x, b.y - a.y];
	const square = x * x + y * y;
	const along = square && ((point.x - a.x) * x + (point.y - a.y) * y) / square;
	const part = Math.min(1, Math.max(0, along));
	return Math.hypot(a.x + part * x - point.x, a.y + part * y - point.y);
}
