/**
 * What was made on this phone and is on its way to the office. Nothing leaves it before the
 * server's receipt; receipts are shown for two weeks.
 * @module
 */
import { subscribe as subscribeTo, tell } from "./changes.js";
import { newId } from "./new-id.js";
import { within } from "./store.js";

/** @typedef {"waiting" | "sending" | "received" | "attention" | "discarded"} State */

/**
 * @typedef {object} Item
 * @property {string} id UUID, made here: sending it again never makes a second one
 * @property {"site" | "parcel" | "report" | "photo"} kind
 * @property {string} village code
 * @property {any} content as it is sent
 * @property {string | null} [base] tag of what this was made upon; null: nothing was known;
 *   undefined: not asked
 * @property {string} person username of who made it
 * @property {string} made_at by the phone's clock
 * @property {State} state
 * @property {{status: number, code: string, detail: string, field?: string, errors?: any[],
 *   current?: any} | null} problem why it needs attention
 * @property {any} reply the receipt
 * @property {number} sent bytes of the photo that have arrived
 * @property {number} size bytes of the photo
 * @property {string} title
 * @property {number} number the order in which they were made, whatever the clock says
 * @property {any} [tried] content that was sent and whose reply never came
 * @property {string | null} [tried_base] its base
 * @property {(string | null | undefined)[]} [built_on] bases that it took the place of
 * @property {number} [failures] replies in a row that said that the server is at fault
 * @property {number} [resume_at] not before this moment
 * @property {string} [received_at] by the phone's clock
 */

const KEPT_DAYS = 14;
/** @type {Set<string>} */
const UNSENT = new Set(["waiting", "sending", "attention"]);
const BOTH = /** @type {("items" | "photos")[]} */ (["items", "photos"]);

/** @param {Item} item */
export const isUnsent = (item) => UNSENT.has(item.state);

/**
 * What an item replaces at the server: the site or parcel of a village, its report of a day.
 * @param {{kind: string, village: string, content: any, id: string}} item
 */
export function scopeOf({ kind, village, content, id }) {
	if (kind === "photo") return `photo ${id}`;
	return kind === "report" ? `report ${village} ${content.reported_on}` : `${kind} ${village}`;
}

/** @type {() => Promise<string>} */
let whoMakes = async () => "";

/** Who makes what is added from now on. @param {() => Promise<string>} ask gives the username */
export function madeBy(ask) {
	whoMakes = ask;
}

/**
 * Keep new items, all or none. Photos bring their picture as `blob`, or are given as what
 * `take` of photos.js returns.
 * @param {any[]} given
 * @returns {Promise<Item[]>}
 */
export async function add(given) {
	const person = await whoMakes();
	const made = given.map((one) => (one.item ? { ...one.item, blob: one.blob } : { ...one }));
	const kept = await within(
		"readwrite",
		async ({ items, photos }) => {
			const last = await items.index("number").openKeyCursor(null, "prev");
			let number = last ? Number(last.key) : 0;
			const added = [];
			for (const { blob, ...one } of made) {
				number += 1;
				/** @type {Item} */
				const item = {
					title: "",
					made_at: new Date().toISOString(),
					person,
					...one,
					id: one.id ?? newId(),
					number,
					size: blob?.size ?? 0,
					sent: 0,
					state: "waiting",
					problem: null,
					reply: null,
				};
				if (typeof item.base !== "undefined") {
					item.base = lastOwn(item, await items.index("village").getAll(item.village));
				}
				await items.add(item);
				if (blob) await photos.put(blob, item.id);
				added.push(item);
			}
			return added;
		},
		BOTH,
	);
	tell("queue");
	tell("added");
	return kept;
}

/**
 * What is made upon something that this phone has replaced meanwhile is made upon its replacement.
 * @param {Item} item
 * @param {Item[]} others of its village
 */
function lastOwn(item, others) {
	let { base } = item;
	for (const other of others.sort((one, another) => one.number - another.number)) {
		const own = other.person === item.person && scopeOf(other) === scopeOf(item);
		if (own && other.reply && other.built_on?.includes(base)) base = other.reply.tag;
	}
	return base;
}

/** Everything, in the order in which it was made. @returns {Promise<Item[]>} */
export const list = () => within("readonly", ({ items }) => items.index("number").getAll());

/** What has no receipt yet, in that order. @returns {Promise<Item[]>} */
export async function unsent() {
	const found = await within("readonly", ({ items }) =>
		Promise.all([...UNSENT].map((state) => items.index("state").getAll(state))),
	);
	return found.flat().sort((one, other) => one.number - other.number);
}

/** @param {string} id @returns {Promise<Item | undefined>} */
export const get = (id) => within("readonly", ({ items }) => items.get(id));

/** The picture of a photo that is not received yet. @param {string} id */
export const photo = (id) => within("readonly", ({ photos }) => photos.get(id), ["photos"]);

/**
 * Change an item, in one transaction.
 * @param {string} id
 * @param {(item: Item) => Partial<Item> | null} change null: leave it as it is
 * @returns {Promise<Item | undefined>} as it is now
 */
export async function update(id, change) {
	const changed = await within("readwrite", async ({ items }) => {
		const item = await items.get(id);
		const difference = item && change(item);
		if (!difference) return item;
		const now = { ...item, ...difference };
		await items.put(now);
		return now;
	});
	tell("queue");
	return changed;
}

/** @param {string} id @param {(item: Item) => Partial<Item>} change */
async function updateToSend(id, change) {
	const now = await update(id, change);
	tell("added");
	return now;
}

/**
 * The item was edited: it is sent, or sent again, under the same identifier.
 * @param {string} id
 * @param {any} content
 */
export const replace = (id, content) =>
	updateToSend(id, (item) => ({
		content,
		state: "waiting",
		problem: null,
		failures: 0,
		resume_at: 0,
		// what was received is in force, or what the officer has seen to be: this takes its place
		...(item.reply ? { base: item.reply.tag } : {}),
		...(item.problem?.current ? { base: item.problem.current.tag } : {}),
	}));

/** Send an item as it is once more. @param {string} id */
export const sendAgain = (id) =>
	updateToSend(id, () => ({ state: "waiting", problem: null, failures: 0, resume_at: 0 }));

/** Send mine although something else is there now, which the officer has seen. @param {string} id */
export const sendAnyway = (id) =>
	updateToSend(id, (item) => ({
		state: "waiting",
		base: item.problem?.current ? item.problem.current.tag : undefined,
		problem: null,
	}));

/** What was made before anybody was known here belongs to who signs in. @param {string} person */
export const adopt = (person) =>
	within("readwrite", async ({ items }) => {
		for (const state of UNSENT)
			for (const item of await items.index("state").getAll(state))
				if (!item.person) await items.put({ ...item, person });
	});

/** Wait for nothing that a server at fault asked us to wait for. */
export const retryAtOnce = () =>
	within(
		"readwrite",
		async ({ items, documents }) => {
			await documents.delete("pause");
			for (const item of await items.index("state").getAll("waiting"))
				if (item.resume_at) await items.put({ ...item, resume_at: 0 });
		},
		["items", "documents"],
	);

/**
 * Do not send an item, nor its photos; it stays in the list for a while.
 * @param {string} id
 */
export async function discard(id) {
	await within("readwrite", async ({ items }) => {
		for (const item of await items.getAll()) {
			const belongs = item.id === id || (item.kind === "photo" && item.content.subject?.id === id);
			if (belongs && isUnsent(item)) {
				const at = new Date().toISOString();
				await items.put({ ...item, state: "discarded", received_at: at, sent: 0 });
			}
		}
	});
	tell("queue");
}

/** Send after all what was discarded, with its photos. @param {string} id */
export async function restore(id) {
	await within("readwrite", async ({ items }) => {
		for (const item of await items.getAll()) {
			const belongs = item.id === id || (item.kind === "photo" && item.content.subject?.id === id);
			if (belongs && item.state === "discarded") await items.put({ ...item, state: "waiting" });
		}
	});
	tell("queue");
	tell("added");
}

/**
 * The server has it. Later ones of the same site, parcel or report were made upon this one.
 * @param {string} id
 * @param {any} reply
 * @param {any} content that was received; edited since then, the item is not done
 */
export async function received(id, reply, content) {
	await within(
		"readwrite",
		async ({ items, photos }) => {
			const item = await items.get(id);
			if (!item) return;
			const same = JSON.stringify(item.content) === JSON.stringify(content);
			await items.put({
				...item,
				reply,
				built_on: [...(item.built_on ?? []), item.tried_base],
				tried: undefined,
				tried_base: undefined,
				problem: null,
				failures: 0,
				...(same
					? { state: "received", sent: item.size, received_at: new Date().toISOString() }
					: { state: "waiting", base: reply.tag }),
			});
			if (same) await photos.delete(id);
			if (item.kind === "photo" || !reply.tag) return;
			const scope = scopeOf(item);
			for (const other of await items.index("village").getAll(item.village)) {
				const later = other.number > item.number && other.person === item.person;
				if (later && isUnsent(other) && other.base !== undefined && scopeOf(other) === scope)
					await items.put({ ...other, base: reply.tag });
			}
		},
		BOTH,
	);
	tell("queue");
}

/**
 * @param {string} person
 * @param {Item[]} [items] where they have been read already
 */
export async function counts(person, items) {
	const found = { waiting: 0, sending: 0, attention: 0, received: 0, discarded: 0, others: 0 };
	for (const item of items ?? (await list())) {
		if (item.person === person || !isUnsent(item)) found[item.state] += 1;
		else found.others += 1;
	}
	return { ...found, unsent: found.waiting + found.sending + found.attention };
}

/** Forget receipts, and what was discarded, after two weeks. @param {number} [now] milliseconds */
export async function forgetOld(now = Date.now()) {
	const before = new Date(now - KEPT_DAYS * 86_400_000).toISOString();
	await within(
		"readwrite",
		async ({ items, photos }) => {
			for (const item of await items.getAll()) {
				if (isUnsent(item) || !(item.received_at < before)) continue;
				await items.delete(item.id);
				await photos.delete(item.id);
			}
		},
		BOTH,
	);
}

/** Call back when anything in the queue has changed, in any tab. @param {() => void} listener */
export const subscribe = (listener) => subscribeTo((what) => what === "queue" && listener());
