/**
 * Where the phone is, asked for in the background: nothing waits for it.
 * @module
 */

/** A better fix is kept for so long before a newer, worse one takes its place. */
const KEPT_MS = 60_000;

/**
 * @typedef {object} Fix
 * @property {number} latitude
 * @property {number} longitude
 * @property {number | null} accuracy_m
 * @property {string} captured_at by the phone's clock
 * @property {number} fixes how many there were
 */

/**
 * @param {() => void} changed called with every fix, and when there will be none
 * @returns {{current: () => Fix | null, refused: () => boolean,
 *   soon: (milliseconds: number) => Promise<Fix | null>, stop: () => void}}
 */
export function watchDevice(changed) {
	/** @type {Fix | null} */
	let best = null;
	let refused = false;
	let fixes = 0;
	/** @type {(() => void)[]} */
	let waiting = [];

	function told() {
		for (const done of waiting) done();
		waiting = [];
		changed();
	}

	const watch = navigator.geolocation?.watchPosition(
		({ coords, timestamp }) => {
			fixes += 1;
			const better = !best || coords.accuracy <= (best.accuracy_m ?? Number.POSITIVE_INFINITY);
			if (better || timestamp - Date.parse(best?.captured_at ?? "") > KEPT_MS)
				best = {
					latitude: coords.latitude,
					longitude: coords.longitude,
					accuracy_m: coords.accuracy,
					captured_at: new Date(timestamp).toISOString(),
					fixes,
				};
			told();
		},
		(problem) => {
			refused = problem.code === problem.PERMISSION_DENIED;
			if (refused) told();
		},
		{ enableHighAccuracy: true, maximumAge: KEPT_MS, timeout: 60_000 },
	);

	return {
		current: () => best && { ...best, fixes },
		refused: () => refused || watch === undefined,
		async soon(milliseconds) {
			if (!best && !refused && watch !== undefined)
				await new Promise((resolve) => {
					waiting.push(() => resolve(null));
					setTimeout(resolve, milliseconds);
				});
			return best;
		},
		stop() {
			if (watch !== undefined) navigator.geolocation.clearWatch(watch);
		},
	};
}
