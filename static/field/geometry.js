/**
 * Distances and areas on the WGS 84 ellipsoid, and what lies in what: the figures that the server
 * gives, worked out on the phone.
 *
 * A ring is a flat array of longitudes and latitudes in degrees [x0, y0, x1, y1, …], its first
 * point not repeated; a polygon is an array of rings, the first one outside, the others holes.
 * @module
 */

/** @typedef {ArrayLike<number>} Ring */
/** @typedef {Ring[]} Polygon */
/** @typedef {{latitude: number, longitude: number}} Position */

const SEMI_MAJOR_AXIS_M = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING);
const ECCENTRICITY = Math.sqrt(ECCENTRICITY_SQUARED);
const POLE = 1 + ((1 - ECCENTRICITY_SQUARED) * Math.atanh(ECCENTRICITY)) / ECCENTRICITY;
const AUTHALIC_RADIUS_SQUARED = (SEMI_MAJOR_AXIS_M ** 2 * POLE) / 2;
const MEAN_RADIUS_M = 6_371_008.8;

/** Up to here the formula of the middle latitude is good to a few centimetres. */
const NEAR_M = 100_000;

/** Boundaries are sent in millionths of a degree. */
const STEPS = 1e6;

/** @param {number} degrees */
const radians = (degrees) => (degrees * Math.PI) / 180;

/** The short way round, also across the 180th meridian. @param {number} degrees */
const turn = (degrees) =>
	degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;

/**
 * Metres in a degree of longitude and in a degree of latitude.
 * @param {number} latitude degrees
 * @returns {[number, number]}
 */
export function metresPerDegree(latitude) {
	const angle = radians(latitude);
	const flat = 1 - ECCENTRICITY_SQUARED * Math.sin(angle) ** 2;
	const east = (SEMI_MAJOR_AXIS_M / Math.sqrt(flat)) * Math.cos(angle);
	const north = (SEMI_MAJOR_AXIS_M * (1 - ECCENTRICITY_SQUARED)) / flat ** 1.5;
	return [radians(east), radians(north)];
}

/**
 * Metres between two positions.
 * @param {number} fromX longitude @param {number} fromY latitude
 * @param {number} toX @param {number} toY
 */
export function metresBetween(fromX, fromY, toX, toY) {
	const [east, north] = metresPerDegree((fromY + toY) / 2);
	const across = turn(toX - fromX);
	const near = Math.hypot(across * east, (toY - fromY) * north);
	if (near < NEAR_M) return near;
	// the sphere: half a per cent, and no verdict depends on it
	const half =
		Math.sin(radians(toY - fromY) / 2) ** 2 +
		Math.cos(radians(fromY)) * Math.cos(radians(toY)) * Math.sin(radians(across) / 2) ** 2;
	return 2 * MEAN_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/**
 * A ring as boundaries.json has it: whole millionths, each point but the first as a difference.
 * @param {number[]} steps
 */
export function decodeRing(steps) {
	const ring = new Float64Array(steps.length);
	let x = 0;
	let y = 0;
	for (let i = 0; i < steps.length; i += 2) {
		x += steps[i];
		y += steps[i + 1];
		ring[i] = x / STEPS;
		ring[i + 1] = y / STEPS;
	}
	return ring;
}

/** West, south, east, north. @param {Polygon[]} polygons @returns {[number, number, number, number]} */
export function boxOf(polygons) {
	/** @type {[number, number, number, number]} */
	const box = [Infinity, Infinity, -Infinity, -Infinity];
	for (const [ring] of polygons) {
		for (let i = 0; i < ring.length; i += 2) {
			box[0] = Math.min(box[0], ring[i]);
			box[1] = Math.min(box[1], ring[i + 1]);
			box[2] = Math.max(box[2], ring[i]);
			box[3] = Math.max(box[3], ring[i + 1]);
		}
	}
	return box;
}

/** Whether a point is in a polygon, and in none of its holes. @param {number} x @param {number} y @param {Polygon} polygon */
export function isIn(x, y, polygon) {
	let inside = false;
	for (const ring of polygon) {
		for (let i = 0, last = ring.length - 2; i < ring.length; last = i, i += 2) {
			const above = ring[i + 1] > y;
			if (above === ring[last + 1] > y) continue;
			const part = (y - ring[i + 1]) / (ring[last + 1] - ring[i + 1]);
			if (x < ring[i] + part * (ring[last] - ring[i])) inside = !inside;
		}
	}
	return inside;
}

/**
 * Metres from a point to the boundary of polygons, never negative. The nearest point of the boundary
 * is looked for in a plane in which both axes have the length that they have at the point.
 * @param {number} x longitude @param {number} y latitude
 * @param {Polygon[]} polygons
 */
export function metresToBoundary(x, y, polygons) {
	const [east, north] = metresPerDegree(y);
	let least = Infinity;
	let nearestX = Number.NaN;
	let nearestY = Number.NaN;
	for (const ring of polygons.flat()) {
		let fromX = turn(ring[ring.length - 2] - x) * east;
		let fromY = (ring[ring.length - 1] - y) * north;
		for (let i = 0; i < ring.length; i += 2) {
			const toX = turn(ring[i] - x) * east;
			const toY = (ring[i + 1] - y) * north;
			const alongX = toX - fromX;
			const alongY = toY - fromY;
			const square = alongX * alongX + alongY * alongY;
			const part = square && Math.min(1, Math.max(0, -(fromX * alongX + fromY * alongY) / square));
			const footX = fromX + part * alongX;
			const footY = fromY + part * alongY;
			const away = footX * footX + footY * footY;
			if (away < least) {
				least = away;
				nearestX = x + footX / east;
				nearestY = y + footY / north;
			}
			fromX = toX;
			fromY = toY;
		}
	}
	return least === Infinity ? null : metresBetween(x, y, nearestX, nearestY);
}

/**
 * Area of a polygon without its holes, in square metres, whichever way its rings turn; `spatial.area`
 * does the same. The sphere with the ellipsoid's surface keeps areas exactly.
 * @param {Polygon} polygon
 */
export function areaM2(polygon) {
	const [outside, ...holes] = polygon.map(ringAreaM2);
	return holes.reduce((area, hole) => area - hole, outside);
}

/** @param {Ring} ring */
function ringAreaM2(ring) {
	let excess = 0;
	let lastX = ring[ring.length - 2];
	let last = halfTangent(ring[ring.length - 1]);
	for (let i = 0; i < ring.length; i += 2) {
		const here = halfTangent(ring[i + 1]);
		const step = Math.tan(radians(turn(ring[i] - lastX)) / 2);
		excess += 2 * Math.atan2(step * (here + last), 1 + here * last);
		last = here;
		lastX = ring[i];
	}
	return Math.abs(excess) * AUTHALIC_RADIUS_SQUARED;
}

/** Tangent of half the authalic latitude. @param {number} latitude degrees */
function halfTangent(latitude) {
	const scaled = ECCENTRICITY * Math.sin(radians(latitude));
	const sine =
		((1 - ECCENTRICITY_SQUARED) *
			(scaled / ECCENTRICITY / (1 - scaled ** 2) + Math.atanh(scaled) / ECCENTRICITY)) /
		POLE;
	return sine / (1 + Math.sqrt(Math.max(1 - sine ** 2, 0)));
}

/** Length of the outer boundary in metres. @param {Ring} ring */
export function perimeterM(ring) {
	let length = 0;
	for (let i = 0, last = ring.length - 2; i < ring.length; last = i, i += 2) {
		length += metresBetween(ring[last], ring[last + 1], ring[i], ring[i + 1]);
	}
	return length;
}
