/**
 * The filters and the chosen village in the page's address, so that a view can be sent to somebody:
 * `#/?regency=52.01&zone=r&reason=site-outside&village=52.01.01.2002`.
 * @module
 */

/**
 * @typedef {object} View
 * @property {string} regency code, or empty for all
 * @property {string} zone letters of the zones shown, or empty for all
 * @property {string} reason rule identifier, or empty for all
 * @property {string} boundary `none`: only villages without a boundary; `unknown`: lists the sites
 *   whose village code the roster does not hold
 * @property {string} village code of the chosen village, or empty
 */

/** @type {View} */
export const EVERYTHING = { regency: "", zone: "", reason: "", boundary: "", village: "" };

/** @returns {View} */
export function readAddress() {
	const given = new URLSearchParams(location.hash.replace(/^#\/?\??/, ""));
	const view = { ...EVERYTHING };
	for (const name of /** @type {(keyof View)[]} */ (Object.keys(view))) {
		view[name] = given.get(name) ?? "";
	}
	view.zone = [...view.zone].filter((letter) => "gyr".includes(letter)).join("");
	return view;
}

/** @param {View} view */
export function writeAddress(view) {
	const given = new URLSearchParams(Object.entries(view).filter(([, value]) => value));
	const address = given.size ? `#/?${given}` : "#/";
	if (location.hash !== address) history.replaceState(null, "", address);
}
