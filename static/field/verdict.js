/**
 * Where a position lies: the verdict that the server will give, before anything is sent
 * (`spatial.placement`).
 * @module
 */
import { boxOf, decodeRing, isIn, metresToBoundary } from "./geometry.js";

const SMALLEST_TOLERANCE_M = 10;

/**
 * @typedef {object} Boundaries as in boundaries.json
 * @property {number} version
 * @property {string} quality
 * @property {number | null} precision_m
 * @property {{code: string, name: string, mine: boolean, polygons: number[][][]}[]} villages
 */

/**
 * @typedef {object} Village with its polygons in degrees
 * @property {string} code
 * @property {string} name
 * @property {boolean} mine
 * @property {import("./geometry.js").Polygon[]} polygons
 * @property {[number, number, number, number]} box west, south, east, north
 */

/**
 * @typedef {object} Placement
 * @property {"inside" | "uncertain" | "outside" | "unresolved"} verdict
 * @property {number | null} distance_m to the boundary of the village, negative inside
 * @property {number} tolerance_m how close to the boundary nobody can say on which side
 * @property {{code: string, name: string}[]} foundIn villages that hold the position
 */

/** @type {WeakMap<Boundaries, Map<string, Village>>} */
const decoded = new WeakMap();

/** The villages of the document by code, decoded once. @param {Boundaries} boundaries */
export function villagesOf(boundaries) {
	let villages = decoded.get(boundaries);
	if (!villages) {
		villages = new Map(
			boundaries.villages.map(({ code, name, mine, polygons }) => {
				const rings = polygons.map((polygon) => polygon.map(decodeRing));
				return [code, { code, name, mine, polygons: rings, box: boxOf(rings) }];
			}),
		);
		decoded.set(boundaries, villages);
	}
	return villages;
}

/** @param {number} x @param {number} y @param {Village} village */
function holds(x, y, { box, polygons }) {
	const near = box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3];
	return near && polygons.some((polygon) => isIn(x, y, polygon));
}

/**
 * @param {import("./geometry.js").Position} position
 * @param {number | null} accuracy of the fix in metres
 * @param {string} code of the village that it is meant for
 * @param {Boundaries} boundaries
 * @returns {Placement}
 */
export function verdict({ latitude, longitude }, accuracy, code, boundaries) {
	const villages = villagesOf(boundaries);
	const tolerance = Math.max(boundaries.precision_m ?? 0, accuracy ?? 0, SMALLEST_TOLERANCE_M);
	const found = [...villages.values()].filter((village) => holds(longitude, latitude, village));
	const foundIn = found.map(({ code, name }) => ({ code, name }));
	const away = metresToBoundary(longitude, latitude, villages.get(code)?.polygons ?? []);
	if (away === null) {
		return { verdict: "unresolved", distance_m: null, tolerance_m: tolerance, foundIn };
	}
	const inside = found.some((village) => village.code === code);
	return {
		verdict: away <= tolerance ? "uncertain" : inside ? "inside" : "outside",
		distance_m: inside ? -away : away,
		tolerance_m: tolerance,
		foundIn,
	};
}
