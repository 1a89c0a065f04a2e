/**
 * Pictures of photos: of those that wait on this phone, and of those that the office has.
 * @module
 */
import { element } from "../map/elements.js";
import { photo } from "./queue.js";

/** @param {string} id */
const sentAddress = (id) => `/api/v1/photos/${encodeURIComponent(id)}/thumbnail.jpg`;

/**
 * An address of the picture of a photo, from the phone where it still waits.
 * @param {string} id
 * @returns {Promise<string>} to be given to `release` when it is no longer shown
 */
export async function pictureOf(id) {
	const blob = await photo(id);
	return blob ? URL.createObjectURL(blob) : sentAddress(id);
}

/** @param {string} address */
export function release(address) {
	if (address.startsWith("blob:")) URL.revokeObjectURL(address);
}

/**
 * A small picture; one that cannot be shown now (sent, and no network) says so.
 * @param {string} address @param {string} alt @param {string} missing said in its place
 */
export function thumbnail(address, alt, missing) {
	const picture = element("img", { class: "thumbnail", src: address, alt, decoding: "async" });
	picture.addEventListener("error", () =>
		picture.replaceWith(element("span", { class: "thumbnail thumbnail-missing" }, missing)),
	);
	return picture;
}

/** Lists are drawn anew whenever something has arrived; their pictures stay. */
const inLists = /** @type {Map<string, HTMLElement>} */ (new Map());
const MOST_IN_LISTS = 60;

/**
 * The small picture of a photo that waits, for a list: it comes when it has been read.
 * @param {{id: string}} item @param {string} alt @param {string} missing said in its place
 */
export function pictureOfItem({ id }, alt, missing) {
	const drawn = inLists.get(id);
	if (drawn) return drawn;
	const box = element("span", { class: "item-picture" });
	if (inLists.size >= MOST_IN_LISTS) inLists.clear();
	inLists.set(id, box);
	pictureOf(id)
		.then((address) => {
			const picture = thumbnail(address, alt, missing);
			picture.addEventListener("load", () => release(address));
			box.append(picture);
		})
		.catch(() => inLists.delete(id)); // the list says the rest
	return box;
}
