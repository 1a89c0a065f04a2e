/**
 * Marks on the map that are elements: pins, corners.
 * @module
 */
import { element } from "../map/elements.js";
import { DivIcon, Marker } from "./leaflet.js";

/**
 * @param {string} kind class of the mark: known, new, photo, corner, between, crossing
 * @param {string} [label] text that stands beside or in it
 * @param {number} [size] pixels that a finger can hit
 */
export function icon(kind, label = "", size = 0) {
	const html = element("span", { class: `place-mark place-mark-${kind}` }, element("b", {}, label));
	return new DivIcon({ html, className: "place-icon", iconSize: size ? [size, size] : null });
}

/**
 * @param {[number, number]} at latitude and longitude @param {any} mark
 * @param {object} [options] of Leaflet's marker
 */
export const marker = (at, mark, options = {}) =>
	new Marker(at, { icon: mark, interactive: false, keyboard: false, ...options });
