/**
 * What is sent of a pin.
 * @module
 */

/** As many decimals as a centimetre needs. @param {number} degrees */
const rounded = (degrees) => Math.round(degrees * 1e7) / 1e7;

/**
 * @typedef {object} Candidate the place that would be saved
 * @property {"device" | "tap" | "text" | "photo"} method
 * @property {number} [latitude] none: the server has to read the text
 * @property {number} [longitude]
 * @property {number | null} accuracy_m
 * @property {string | null} captured_at
 * @property {string} [typed] what was typed
 * @property {boolean} [chosen] another reading of it than the one that needs no repair
 */

/**
 * @param {string} village_code
 * @param {Candidate} candidate
 * @param {ReturnType<import("./position.js").PositionWatch["evidence"]>} evidence
 * @param {{reason: string, note: string | null}} words
 */
export function pinContent(village_code, candidate, evidence, { reason, note }) {
	const { method, latitude, longitude, typed, chosen, accuracy_m, captured_at } = candidate;
	const place =
		typed !== undefined && !chosen
			? { coordinates: typed }
			: { latitude: rounded(Number(latitude)), longitude: rounded(Number(longitude)) };
	const { device } = evidence;
	return {
		village_code,
		...place,
		method,
		accuracy_m,
		captured_at,
		mock_location: evidence.mock_location,
		device: device && {
			...device,
			latitude: rounded(device.latitude),
			longitude: rounded(device.longitude),
		},
		fix_age_s: evidence.fix_age_s,
		reason: reason || null,
		note,
	};
}
