/**
 * What the page says and how it writes figures: the texts come with the page, from the catalogues.
 * @module
 */

/**
 * @typedef {object} PageData
 * @property {string} language `id` or `en`
 * @property {string} timeZone the office's, such as `Asia/Makassar`
 * @property {Record<string, string>} texts with `%(name)s` where a value goes
 * @property {Record<string, string>} rules texts of the zone policy's rules
 */

/** @type {PageData} */
const page = JSON.parse(document.getElementById("map-texts")?.textContent ?? "{}");

/** The order of days is the one that Indonesia uses, in English too. */
const locale = page.language === "en" ? "en-GB" : page.language;

const numbers = new Intl.NumberFormat(locale);
const degrees = new Intl.NumberFormat(locale, {
	minimumFractionDigits: 5,
	maximumFractionDigits: 6,
});
const metres = new Intl.NumberFormat(locale, { style: "unit", unit: "meter" });
const kilometres = new Intl.NumberFormat(locale, {
	style: "unit",
	unit: "kilometer",
	maximumFractionDigits: 0,
});
const percentages = new Intl.NumberFormat(locale, { style: "percent" });
const days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: page.timeZone });
const clock = new Intl.DateTimeFormat(locale, {
	hour: "2-digit",
	minute: "2-digit",
	hourCycle: "h23",
	timeZone: page.timeZone,
	timeZoneName: "short",
});

/**
 * A text in the person's language.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function text(key, values = {}) {
	return (page.texts[key] ?? key).replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ""));
}

/** What a rule of the zone policy says. @param {string} rule */
export function ruleText(rule) {
	return page.rules[rule] ?? rule;
}

/** @param {number} value */
export const number = (value) => numbers.format(value);

/** A length: metres, or kilometres from 10 on. @param {number} length in metres */
export const distance = (length) =>
	length < 10_000 ? metres.format(Math.round(length)) : kilometres.format(length / 1000);

/** @param {number} part @param {number} whole */
export const share = (part, whole) => percentages.format(whole ? part / whole : 0);

/** @param {string | Date} moment */
export const day = (moment) => days.format(new Date(moment));

/** @param {string | Date} moment */
export const time = (moment) => clock.format(new Date(moment));

/**
 * A position as people read it.
 * @param {number} latitude degrees
 * @param {number} longitude degrees
 */
export function position(latitude, longitude) {
	const south = text(latitude < 0 ? "south" : "north");
	const east = text(longitude < 0 ? "west" : "east");
	const [y, x] = [Math.abs(latitude), Math.abs(longitude)].map((value) => degrees.format(value));
	return `${y}° ${south}, ${x}° ${east}`;
}
