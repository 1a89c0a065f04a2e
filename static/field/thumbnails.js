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

/**
 * The small picture of a photo in the queue, for a list: it comes when it has been read, and its
 * memory is given back as soon as it is shown.
 * @param {{id: string}} item @param {string} alt @param {string} missing said in its place
 */
export function pictureOfItem(item, alt, missing) {
	const box = element("span", { class: "item-picture" });
	pictureOf(item.id)
		.then((address) => {
			const picture = thumbnail(address, alt, missing);
			picture.addEventListener("load", () => release(address));
			box.append(picture);
		})
		.catch(() => {}); // the list says the rest
	return box;
}
