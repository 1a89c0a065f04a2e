/**
 * Sends a photo: first what it is, which tells how much of it has arrived already, then the rest
 * in pieces.
 * @module
 */
import * as queue from "./queue.js";
import { put } from "./requests.js";
import { readDocument } from "./store.js";

/** @typedef {import("./requests.js").Outcome} Outcome */

const PIECE = 262_144;
const RESTARTS = 3;

/**
 * @param {import("./queue.js").Item} item
 * @param {string} address
 * @param {string} csrf
 * @returns {Promise<Outcome>}
 */
export async function sendPhoto(item, address, csrf) {
	const blob = await queue.photo(item.id);
	const about = await put(address, { csrf, id: item.id, json: item.content });
	if (about.told !== "received") return about;
	if (about.reply.state === "received") return about;
	if (!blob) return gone();
	const piece = (await readDocument("villages"))?.content.settings.photo_chunk_bytes ?? PIECE;
	let from = about.reply.received;
	let restarts = 0;
	for (;;) {
		await queue.update(item.id, () => ({ sent: from }));
		const bytes = blob.slice(from, from + piece, blob.type);
		const range = `bytes ${from}-${from + bytes.size - 1}/${blob.size}`;
		const outcome = await put(address, {
			csrf,
			id: item.id,
			bytes,
			headers: { "Content-Range": range },
		});
		if (outcome.told === "received") {
			if (outcome.reply.state === "received") return outcome;
			from = outcome.reply.received;
			continue;
		}
		if (outcome.told !== "refused") return outcome;
		// it has another part of it than we thought, or it arrived damaged and begins anew
		const { status, code, received } = outcome.problem;
		const again = status === 416 || code === "damaged";
		restarts += 1;
		if (!again || restarts > RESTARTS) return outcome;
		from = code === "damaged" ? 0 : received;
	}
}

/** The picture itself is not on the phone any more. @returns {Outcome} */
function gone() {
	return { told: "refused", problem: { status: 0, code: "photo-gone", detail: "" } };
}
