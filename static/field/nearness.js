/**
 * Where the phone is, roughly, and how far that is from a place: for the order of a list.
 * @module
 */

const EARTH_RADIUS = 6_371_008.8;

/** @returns {Promise<{latitude: number, longitude: number} | null>} null: cannot be known now */
export function whereabouts() {
	return new Promise((done) => {
		if (!navigator.geolocation) return done(null);
		navigator.geolocation.getCurrentPosition(
			({ coords }) => done({ latitude: coords.latitude, longitude: coords.longitude }),
			() => done(null),
			{ maximumAge: 30_000, timeout: 15_000 },
		);
	});
}

/**
 * On a sphere, which is good to half a percent.
 * @param {{latitude: number, longitude: number}} from
 * @param {{latitude: number, longitude: number} | null} to
 * @returns {number | null} metres
 */
export function metresBetween(from, to) {
	if (!to) return null;
	const [y1, y2, across] = [from.latitude, to.latitude, to.longitude - from.longitude].map(
		(degrees) => (degrees * Math.PI) / 180,
	);
	const half =
		Math.sin((y2 - y1) / 2) ** 2 + Math.cos(y1) * Math.cos(y2) * Math.sin(across / 2) ** 2;
	return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(half));
}
