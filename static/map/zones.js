/**
 * Zones and verdicts: the letters that stand for them in the data, and how each is shown.
 * @module
 */
import { element } from "./elements.js";
import { text } from "./texts.js";

/** Letters of the zones, best first. */
export const ZONES = ["g", "y", "r"];

/** @type {Record<string, string>} */
const NAMES = { g: "green", y: "yellow", r: "red" };

/** @type {Record<string, string>} */
export const VERDICTS = { i: "inside", u: "uncertain", o: "outside", x: "unresolved" };

/** @type {Record<string, string>} */
export const MARKS = { inside: "✓", uncertain: "?", outside: "!", unresolved: "×" };

/** `green`, `yellow`, `red`, or `none` where no zone has been decided. @param {string} letter */
export const zoneName = (letter) => NAMES[letter] ?? "none";

/** The letter of a zone in the data. @param {string | null} name */
export const zoneLetter = (name) => (name ? name[0] : "-");

/** The letter of a zone as people know it: H, K, M. @param {string} letter */
export const zoneSign = (letter) => (NAMES[letter] ? text(`sign_${NAMES[letter]}`) : "–");

/** A square with the colour, the pattern and the letter of a zone. @param {string} letter */
export function zoneSwatch(letter) {
	const name = zoneName(letter);
	return element(
		"span",
		{ class: `swatch swatch-${name}`, "aria-hidden": "true" },
		element("b", {}, zoneSign(letter)),
	);
}

/** The sign of a verdict. @param {string} verdict */
export function verdictMark(verdict) {
	return element(
		"span",
		{ class: `verdict verdict-${verdict}`, "aria-hidden": "true" },
		element("b", {}, MARKS[verdict] ?? ""),
	);
}
