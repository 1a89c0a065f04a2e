/**
 * Where a ring crosses or touches itself: such a shape has no area that could be trusted.
 * @module
 */

/** Corners are compared in whole steps of this, so that "on the line" is exact: about 1 cm. */
export const CORNER_STEPS = 1e7;

/**
 * The first place at which the ring meets itself, or null.
 * @param {ArrayLike<number>} ring [x0, y0, …] in degrees, the first point not repeated
 * @returns {[number, number] | null} longitude and latitude
 */
export function selfCrossing(ring) {
	const count = ring.length / 2;
	const whole = Array.from(ring, (value) => Math.round(value * CORNER_STEPS));
	/** @param {number} i */
	const corner = (i) => [whole[2 * (i % count)], whole[2 * (i % count) + 1]];
	const edges = Array.from({ length: count }, (_, i) => {
		const [from, to] = [corner(i), corner(i + 1)];
		return { i, from, to, west: Math.min(from[0], to[0]), east: Math.max(from[0], to[0]) };
	}).sort((one, other) => one.west - other.west);
	for (const [place, edge] of edges.entries()) {
		for (let next = place + 1; next < count && edges[next].west <= edge.east; next++) {
			const other = edges[next];
			const apart = Math.abs(edge.i - other.i);
			const at =
				apart === 1 || apart === count - 1
					? foldedBack(edge, other, count)
					: meeting(edge.from, edge.to, other.from, other.to);
			if (at) return [at[0] / CORNER_STEPS, at[1] / CORNER_STEPS];
		}
	}
	return null;
}

/** @typedef {{i: number, from: number[], to: number[]}} Edge */

/**
 * Neighbours share a corner; they cross only where the second runs back over the first.
 * @param {Edge} one @param {Edge} other @param {number} count
 */
function foldedBack(one, other, count) {
	const [first, second] = (one.i + 1) % count === other.i ? [one, other] : [other, one];
	if (side(first.from, first.to, second.to) !== 0) return null;
	const back =
		(first.from[0] - first.to[0]) * (second.to[0] - first.to[0]) +
		(first.from[1] - first.to[1]) * (second.to[1] - first.to[1]);
	return back > 0 ? first.to : null;
}

/**
 * A point that two stretches have in common, or null.
 * @param {number[]} a @param {number[]} b @param {number[]} c @param {number[]} d
 */
function meeting(a, b, c, d) {
	const [sideC, sideD] = [side(a, b, c), side(a, b, d)];
	const [sideA, sideB] = [side(c, d, a), side(c, d, b)];
	if (sideC * sideD < 0 && sideA * sideB < 0) {
		const part = sideC / (sideC - sideD);
		return [c[0] + part * (d[0] - c[0]), c[1] + part * (d[1] - c[1])];
	}
	if (sideC === 0 && isBetween(a, b, c)) return c;
	if (sideD === 0 && isBetween(a, b, d)) return d;
	if (sideA === 0 && isBetween(c, d, a)) return a;
	if (sideB === 0 && isBetween(c, d, b)) return b;
	return null;
}

/** On which side of a → b a point lies; 0 on the line. @param {number[]} a @param {number[]} b @param {number[]} point */
const side = (a, b, point) => (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]);

/** Of a point on the line: whether it is between a and b. @param {number[]} a @param {number[]} b @param {number[]} point */
const isBetween = (a, b, point) =>
	Math.min(a[0], b[0]) <= point[0] &&
	point[0] <= Math.max(a[0], b[0]) &&
	Math.min(a[1], b[1]) <= point[1] &&
	point[1] <= Math.max(a[1], b[1]);
