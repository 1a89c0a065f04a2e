/**
 * What the page says and how it writes figures. Both languages come with the page, so that the
 * other one can be chosen without a network too.
 * @module
 */

/**
 * @typedef {object} PageTexts
 * @property {string} language that the server wrote the page in
 * @property {string} timeZone the office's, such as `Asia/Makassar`
 * @property {Record<string, string>} texts with `%(name)s` where a value goes
 * @property {Record<string, Record<string, string>>} [languages] the same in every language
 */

/** @type {PageTexts} */
const page = JSON.parse(document.getElementById("field-texts")?.textContent ?? "{}");
const CHOICE = "gis-field-language";

/** The language in use. */
export const language = chosenHere() ?? page.language;
/** Those that the page brings. */
export const languages = Object.keys(page.languages ?? {});
const texts = page.languages?.[language] ?? page.texts ?? {};

/** The order of days is the one that Indonesia uses, in English too. */
const locale = language === "en" ? "en-GB" : language;
const { timeZone } = page;

/** Chosen without a network, and the server does not know yet. @returns {string | null} */
export function chosenHere() {
	try {
		const [chosen, instead] = (localStorage.getItem(CHOICE) ?? "").split(" ");
		return instead === page.language && page.languages?.[chosen] ? chosen : null;
	} catch {
		return null;
	}
}

/** @param {string} chosen taken from the next opening on */
export function chooseHere(chosen) {
	localStorage.setItem(CHOICE, `${chosen} ${page.language}`);
}

/**
 * Made when first needed: each takes a cheap phone milliseconds.
 * @template Format
 * @param {() => Format} make
 */
function lazily(make) {
	/** @type {Format | undefined} */
	let made;
	return () => {
		made ??= make();
		return made;
	};
}

/** @param {Intl.NumberFormatOptions} [options] */
const numberFormat = (options) => lazily(() => new Intl.NumberFormat(locale, options));
/** @param {Intl.DateTimeFormatOptions} options */
const dateFormat = (options) =>
	lazily(() => new Intl.DateTimeFormat(locale, { ...options, timeZone }));

const numbers = numberFormat();
const percentages = numberFormat({ style: "percent", maximumFractionDigits: 0 });
const metres = numberFormat({ style: "unit", unit: "meter" });
const kilometres = numberFormat({ style: "unit", unit: "kilometer", maximumFractionDigits: 1 });
const days = dateFormat({ dateStyle: "long" });
const shortDays = dateFormat({ day: "numeric", month: "short" });
const clock = dateFormat({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/**
 * A text in the person's language.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function text(key, values = {}) {
	return (texts[key] ?? key).replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ""));
}

/** Whether there is a text. @param {string} key */
export const hasText = (key) => Object.hasOwn(texts, key);

/** @param {number} value */
export const number = (value) => numbers().format(value);

/** @param {number} part @param {number} whole */
export const share = (part, whole) => percentages().format(whole ? part / whole : 0);

/** A length: metres, or kilometres from 1,000 on. @param {number} length in metres */
export const distance = (length) =>
	length < 1000 ? metres().format(Math.round(length)) : kilometres().format(length / 1000);

/** @param {string | number | Date} moment or a day, `2026-01-15` */
export const day = (moment) => days().format(asDate(moment));

/** @param {string | number | Date} moment */
export const time = (moment) => clock().format(new Date(moment));

/** "15 Jan 09.30" @param {string | number | Date} when */
export const moment = (when) => `${shortDays().format(asDate(when))} ${time(when)}`;

/** "12 minutes" @param {number} seconds */
export function duration(seconds) {
	const [size, unit] =
		/** @type {[number, string]} */
		(
			[
				[86_400, "day"],
				[3600, "hour"],
				[60, "minute"],
				[1, "second"],
			].find(([size]) => seconds >= 2 * Number(size)) ?? [1, "second"]
		);
	return new Intl.NumberFormat(locale, {
		style: "unit",
		unit,
		unitDisplay: "long",
		maximumFractionDigits: 0,
	}).format(seconds / size);
}

/** "1,2 MB" @param {number} bytes */
export function size(bytes) {
	const [unit, divisor] =
		bytes < 1e6 ? ["kilobyte", 1e3] : bytes < 1e9 ? ["megabyte", 1e6] : ["gigabyte", 1e9];
	return new Intl.NumberFormat(locale, {
		style: "unit",
		unit: String(unit),
		maximumFractionDigits: bytes < 1e6 ? 0 : 1,
	}).format(bytes / Number(divisor));
}

/** @param {string | number | Date} moment */
function asDate(moment) {
	// a day alone is the same day in every time zone
	const alone = typeof moment === "string" && /^\d{4}-\d\d-\d\d$/.test(moment);
	return new Date(alone ? `${moment}T12:00:00+08:00` : moment);
}
