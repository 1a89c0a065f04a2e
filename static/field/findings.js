/**
 * The verdict on a site and what checks found, in words and signs.
 * @module
 */
import { element } from "../map/elements.js";
import { distance, text } from "./texts.js";

const SIGNS = { inside: "✓", uncertain: "?", outside: "!", unresolved: "×" };

/** @param {{verdict: "inside" | "uncertain" | "outside" | "unresolved", distance_m: number | null}} site */
export function verdictLine({ verdict, distance_m: metres }) {
	return element(
		"p",
		{ class: `verdict verdict-${verdict}` },
		element("b", { "aria-hidden": "true" }, SIGNS[verdict]),
		element("strong", {}, text(`verdict_${verdict}`)),
		typeof metres === "number" &&
			element(
				"span",
				{},
				text(metres < 0 ? "far_inside" : "far_outside", { distance: distance(Math.abs(metres)) }),
			),
	);
}

/** @param {any[]} flags */
export function flagList(flags) {
	if (!flags?.length) return null;
	return element("ul", { class: "flags" }, ...flags.map(flagRow));
}

/** @param {any} flag */
function flagRow({ severity, message, repair, waived }) {
	return element(
		"li",
		{ class: `flag flag-${severity}` },
		element("b", {}, text(`severity_${severity}`)),
		` ${message}`,
		waived && element("em", {}, ` ${text("waived")}`),
		repair?.how && element("p", { class: "repair" }, text("repair_how", { how: repair.how })),
	);
}
