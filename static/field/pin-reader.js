/**
 * What a typed text means as a position: the server's reader says it; without a network plain
 * decimal degrees are read here. The text itself is kept word for word either way.
 * @module
 */

const PLAIN = /^\s*([-+]?\d{1,2}\.\d+)°?\s*[,;\s]\s*([-+]?\d{1,3}\.\d+)°?\s*$/;
const PATIENCE_MS = 6_000;

/**
 * @typedef {object} Reading
 * @property {number} latitude
 * @property {number} longitude
 * @property {string} [how] in the person's language
 * @property {string | null} [repair]
 */

/**
 * @typedef {object} Read
 * @property {"read" | "repair" | "ambiguous" | "unreadable" | "later"} status `later`: the server
 *   has to read it
 * @property {Reading[]} readings
 */

/** @param {string} text @returns {Read} */
export function readHere(text) {
	const found = PLAIN.exec(text);
	const [latitude, longitude] = found ? [Number(found[1]), Number(found[2])] : [99, 0];
	if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
		return { status: "later", readings: [] };
	return { status: "read", readings: [{ latitude, longitude }] };
}

/**
 * @param {string} text
 * @param {string} village code
 * @param {AbortSignal} signal
 * @returns {Promise<Read>}
 */
export async function read(text, village, signal) {
	const query = new URLSearchParams({ village, text });
	const patience = new AbortController();
	const stop = () => patience.abort();
	const timer = setTimeout(stop, PATIENCE_MS);
	signal.addEventListener("abort", stop);
	try {
		const reply = await fetch(`/api/v1/coordinates?${query}`, {
			headers: { Accept: "application/json" },
			signal: patience.signal,
		});
		if (reply.ok) return await reply.json();
	} catch {
		// no network: below
	} finally {
		clearTimeout(timer);
		signal.removeEventListener("abort", stop);
	}
	return readHere(text);
}
