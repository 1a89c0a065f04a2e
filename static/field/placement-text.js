/**
 * The verdict in words, with a sign: never by colour alone.
 * @module
 */
import { element } from "../map/elements.js";
import { distance } from "./texts.js";

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Text */

export const SIGNS = { inside: "✓", uncertain: "?", outside: "!", unresolved: "×" };

/** @param {keyof typeof SIGNS} verdict */
export const verdictSign = (verdict) =>
	element(
		"span",
		{ class: `place-sign place-sign-${verdict}`, "aria-hidden": "true" },
		element("b", {}, SIGNS[verdict]),
	);

/**
 * One sentence: where a position lies.
 * @param {import("./verdict.js").Placement} placement
 * @param {{code: string, name: string}} village that it is meant for
 * @param {Text} text
 * @param {{here?: boolean}} [options] `here`: it is where the officer stands
 */
export function sentence(placement, village, text, { here = false } = {}) {
	const { verdict, distance_m, tolerance_m, foundIn } = placement;
	if (distance_m === null) return text("place_no_boundary", { village: village.name });
	const others = foundIn.filter(({ code }) => code !== village.code);
	const values = {
		village: village.name,
		distance: distance(Math.abs(distance_m)),
		tolerance: distance(tolerance_m),
		others: others.map(({ name }) => name).join(", "),
	};
	const inside = distance_m < 0;
	const where = text(
		`place_${verdict === "uncertain" ? (inside ? "just_inside" : "just_outside") : verdict}`,
		values,
	);
	if (others.length) {
		const found = here ? "place_you_are_in" : "place_found_in";
		return `${where} ${text(inside ? "place_overlap" : found, values)}`;
	}
	return inside || verdict === "uncertain" ? where : `${where} ${text("place_found_nowhere")}`;
}
