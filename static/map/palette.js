/**
 * Colours and patterns of the map, from the variables of the style sheet.
 * @module
 */
import { zoneName } from "./zones.js";

const style = getComputedStyle(document.documentElement);

/** @param {string} name of a variable, without the dashes */
export const colour = (name) => style.getPropertyValue(`--${name}`).trim();

/** Pixels of the screen for one of the page, as Leaflet counts them. */
export const density = window.devicePixelRatio > 1 ? 2 : 1;

/** @type {Map<string, CanvasPattern | string>} */
const fills = new Map();

/**
 * What to fill villages of a zone with: green is plain, yellow dotted, red striped.
 * @param {string} letter of the zone
 * @param {boolean} shown false: set aside by the filters
 */
export function fill(letter, shown) {
	const name = shown ? zoneName(letter) : "aside";
	let made = fills.get(name);
	if (!made) {
		made = pattern(
			name === "yellow" ? "dots" : "stripes",
			colour(`zone-${name}`),
			colour(`zone-${name}-mark`),
		);
		fills.set(name, made);
	}
	return made;
}

/**
 * A fill with dots or stripes, for those who do not tell colours apart.
 * @param {"dots" | "stripes"} kind
 * @param {string} ground
 * @param {string} mark colour of the dots or stripes; empty: plain
 * @returns {CanvasPattern | string}
 */
export function pattern(kind, ground, mark) {
	if (!mark) return ground;
	const size = 8 * density;
	const tile = document.createElement("canvas");
	tile.width = size;
	tile.height = size;
	const context = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
	context.fillStyle = ground;
	context.fillRect(0, 0, size, size);
	context.fillStyle = mark;
	context.strokeStyle = mark;
	if (kind === "dots") {
		for (const at of [0.25, 0.75]) {
			context.beginPath();
			context.arc(at * size, at * size, size * 0.11, 0, 2 * Math.PI);
			context.fill();
		}
	} else {
		context.lineWidth = size * 0.17;
		context.beginPath();
		for (const from of [-0.5, 0.5]) {
			context.moveTo(from * size, size);
			context.lineTo((from + 1) * size, 0);
		}
		context.moveTo(0, size * 1.5);
		context.lineTo(size * 1.5, 0);
		context.moveTo(-size * 0.5, size * 0.5);
		context.lineTo(size * 0.5, -size * 0.5);
		context.stroke();
	}
	return context.createPattern(tile, "repeat") ?? ground;
}
