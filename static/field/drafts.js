/**
 * A report that is not sent yet is kept at every keystroke: phones with little memory end the page
 * while the camera is open.
 * @module
 */
import { forgetDocuments, keepDocument, readDocument } from "./store.js";

const photoName = (/** @type {string} */ id) => `draft-photo/${id}`;

/**
 * @param {string} code of the village @param {string} day
 * @returns {{read: () => Promise<any>, keep: (content: any) => Promise<void>,
 *   forget: (photos: string[]) => Promise<void>}}
 */
export function draftOf(code, day) {
	const name = `draft/${code}/${day}`;
	/** @type {any} */
	let next = null;
	/** @type {Promise<void> | null} */
	let keeping = null;

	/** One after the other, and what has been overtaken not at all. */
	async function keepNext() {
		while (next) {
			const content = next;
			next = null;
			await keepDocument(name, content);
		}
	}

	return {
		read: () => readDocument(name),
		keep(content) {
			next = content;
			keeping ??= keepNext().finally(() => {
				keeping = null;
			});
			return keeping;
		},
		async forget(photos) {
			next = null;
			await keeping?.catch(() => {});
			await forgetDocuments(name, ...photos.map(photoName));
		},
	};
}

/** A photo of a draft: as it will be sent. @param {{item: any, blob: Blob, warnings: any[]}} taken */
export const keepDraftPhoto = (taken) => keepDocument(photoName(taken.item.id), taken);

/** @param {string} id @returns {Promise<any>} */
export const readDraftPhoto = (id) => readDocument(photoName(id));
