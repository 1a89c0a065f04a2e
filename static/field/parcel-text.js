/**
 * Corners that are pasted: lines of "latitude, longitude", WKT, or GeoJSON.
 * @module
 */

/** The server takes no more. */
export const MOST_CORNERS = 5_000;

/**
 * @typedef {object} Pasted
 * @property {[number, number][]} corners longitude and latitude
 * @property {number[][]} holes rings [x0, y0, …]
 * @property {boolean} turned longitude was written first
 */

/** What is wrong with a text: a key of the texts, and its values. */
export class PasteError extends Error {
	/** @param {string} key @param {Record<string, string | number>} [values] */
	constructor(key, values = {}) {
		super(key);
		this.key = key;
		this.values = values;
	}
}

/**
 * @param {string} text
 * @returns {Pasted}
 * @throws {PasteError}
 */
export function readCorners(text) {
	const given = text.trim();
	const read = given.startsWith("{") ? fromGeoJson(given) : (fromWkt(given) ?? fromLines(given));
	const { corners } = read;
	const [first, last] = [corners[0], corners.at(-1)];
	if (corners.length > 1 && first[0] === last?.[0] && first[1] === last[1]) corners.pop();
	if (corners.length < 3) throw new PasteError("paste_too_few", { count: corners.length });
	if (corners.length > MOST_CORNERS) {
		throw new PasteError("paste_too_many", { count: corners.length, most: MOST_CORNERS });
	}
	for (const [x, y] of corners) {
		if (!(Math.abs(x) <= 180 && Math.abs(y) <= 90)) {
			throw new PasteError("paste_not_on_earth", { corner: `${y}, ${x}` });
		}
	}
	return read;
}

/** @param {string} text @returns {Pasted} */
function fromLines(text) {
	const pairs = text
		.split(/[\n;]+/)
		.map((line, i) => ({ line: line.trim(), place: i + 1 }))
		.filter(({ line }) => line)
		.map(({ line, place }) => {
			const found =
				/^(?:\d+[.):]\s+)?([-+]?\d+(?:\.\d+)?)°?\s*[,\t ]\s*([-+]?\d+(?:\.\d+)?)°?$/.exec(line);
			if (!found) throw new PasteError("paste_line", { line: place, text: line.slice(0, 40) });
			return [Number(found[1]), Number(found[2])];
		});
	// beyond 90 degrees it can only be a longitude
	const turned = pairs.length > 0 && pairs.every(([first]) => Math.abs(first) > 90);
	return {
		corners: pairs.map(([first, second]) => (turned ? [first, second] : [second, first])),
		holes: [],
		turned,
	};
}

/** @param {string} text @returns {Pasted | null} */
function fromWkt(text) {
	const found = /^(?:SRID=\d+;)?\s*(MULTI)?POLYGON\s*(?:ZM?|M)?\s*\(([\s\d.,eE+()-]*)\)$/i.exec(
		text,
	);
	if (!found) return null;
	const rings = [...found[2].matchAll(/\(([^()]*)\)/g)].map(([, ring]) =>
		ring.split(",").map((point) => point.trim().split(/\s+/).map(Number)),
	);
	const several = found[1] && found[2].split(/\)\s*\)/).filter((part) => part.trim()).length > 1;
	if (several) throw new PasteError("paste_several");
	return fromRings(rings);
}

/** @param {string} text @returns {Pasted} */
function fromGeoJson(text) {
	/** @type {any} */
	let given;
	try {
		given = JSON.parse(text);
	} catch {
		throw new PasteError("paste_not_json");
	}
	const all = given.features ?? [given];
	if (all.length > 1) throw new PasteError("paste_several");
	const geometry = all[0]?.geometry ?? all[0];
	if (geometry?.type === "MultiPolygon" && geometry.coordinates?.length > 1) {
		throw new PasteError("paste_several");
	}
	const rings = geometry?.type === "MultiPolygon" ? geometry.coordinates[0] : geometry?.coordinates;
	if (!/^(Multi)?Polygon$/.test(geometry?.type) || !Array.isArray(rings)) {
		throw new PasteError("paste_no_polygon");
	}
	return fromRings(rings);
}

/** @param {any[]} rings of points that may have more than two numbers @returns {Pasted} */
function fromRings(rings) {
	const [corners = [], ...holes] = rings.map((ring) => {
		if (!Array.isArray(ring)) throw new PasteError("paste_no_polygon");
		return ring.map((point) => {
			const [x, y] = Array.isArray(point) ? point : [];
			if (typeof x !== "number" || typeof y !== "number" || Number.isNaN(x + y)) {
				throw new PasteError("paste_no_polygon");
			}
			return /** @type {[number, number]} */ ([x, y]);
		});
	});
	return { corners, holes: holes.map((hole) => hole.slice(0, -1).flat()), turned: false };
}
