/**
 * What is sent of a parcel, and the four conditions that land has to meet.
 * @module
 */

export const OWNERS = ["village", "regency", "province", "ministry", "private", "endowment"];
export const CONSENTS = ["none", "asked", "given", "refused"];
/** Questions with yes, no, or not known. */
export const QUESTIONS = [
	"clear_and_clean",
	"access_road",
	"strategic",
	"needs_fill",
	"has_building",
	"protected_farmland",
	"hazard",
];

/**
 * @typedef {object} Answers null: not known
 * @property {string | null} owner
 * @property {string | null} certificate
 * @property {number | null} declared_area_m2
 * @property {string | null} consent
 * @property {boolean | null} clear_and_clean
 * @property {boolean | null} access_road
 * @property {boolean | null} strategic
 * @property {boolean | null} needs_fill
 * @property {boolean | null} has_building
 * @property {boolean | null} protected_farmland
 * @property {boolean | null} hazard
 * @property {string | null} note
 */

/** @typedef {"met" | "missed" | "unknown"} State */

/** @param {any} [from] a parcel, or the content of one @returns {Answers} */
export const answersOf = (from) =>
	/** @type {any} */ (
		Object.fromEntries(
			["owner", "certificate", "declared_area_m2", "consent", ...QUESTIONS, "note"].map((name) => [
				name,
				from?.[name] ?? null,
			]),
		)
	);

/**
 * @param {string} village_code
 * @param {import("./parcel-shape.js").Step} shape
 * @param {Answers} answers
 */
export function parcelContent(village_code, { corners, holes, method }, answers) {
	const turned = isClockwise(corners) ? [...corners].reverse() : corners;
	const ring = turned.map(({ longitude, latitude }) => [longitude, latitude]);
	const known = turned.some(({ accuracy_m }) => typeof accuracy_m === "number");
	return {
		village_code,
		geometry: { type: "Polygon", coordinates: [[...ring, ring[0]], ...holes.map(closed)] },
		method,
		corners: known
			? turned.map(({ accuracy_m = null, fixes = null }) => ({ accuracy_m, fixes }))
			: null,
		...answers,
	};
}

/** GeoJSON's outer ring turns the other way. @param {{longitude: number, latitude: number}[]} corners */
function isClockwise(corners) {
	let turn = 0;
	for (const [i, one] of corners.entries()) {
		const next = corners[(i + 1) % corners.length];
		turn +=
			(next.longitude - one.longitude) * (next.latitude + one.latitude - 2 * corners[0].latitude);
	}
	return turn > 0;
}

/** @param {number[]} ring */
function closed(ring) {
	const points = [];
	for (let i = 0; i < ring.length; i += 2) points.push([ring[i], ring[i + 1]]);
	return [...points, points[0]];
}

/**
 * The four published conditions: clear ownership; the area; a strategic, reachable place; ready to
 * use and outside hazard zones.
 * @param {Answers} answers
 * @param {{area_m2: number, fits: boolean | null}} measured
 * @param {number} required_area_m2
 * @returns {Record<"ownership" | "area" | "place" | "ready", State>}
 */
export function conditions(answers, { area_m2, fits }, required_area_m2) {
	const { owner, clear_and_clean, consent } = answers;
	const agreed = owner === "village" || consent === "given";
	return {
		ownership:
			clear_and_clean === false || consent === "refused"
				? "missed"
				: owner && clear_and_clean && agreed
					? "met"
					: "unknown",
		area:
			area_m2 < required_area_m2 || fits === false ? "missed" : fits === null ? "unknown" : "met",
		place: all([answers.strategic, answers.access_road]),
		ready: all(
			[answers.needs_fill, answers.has_building, answers.protected_farmland, answers.hazard].map(
				(bad) => (bad === null ? null : !bad),
			),
		),
	};
}

/** @param {(boolean | null)[]} good @returns {State} */
const all = (good) => (good.includes(false) ? "missed" : good.includes(null) ? "unknown" : "met");

/**
 * An area as people write it: "1.200", "1200,5", "1,200 m2".
 * @param {string} text
 * @returns {number | null} null: empty; NaN: not a number
 */
export function readArea(text) {
	const given = text
		.trim()
		.replace(/\s*m(2|²)?$/i, "")
		.replace(/\s/g, "");
	if (!given) return null;
	// a sign before exactly three digits divides thousands
	const whole = given.replace(/[.,](?=\d{3}(?!\d))/g, "").replace(",", ".");
	const area = /^\d+(\.\d+)?$/.test(whole) ? Number(whole) : 0;
	return area > 0 ? area : Number.NaN;
}
