/**
 * What the office told this phone of the officer's villages: as last read at once, read anew
 * behind, with what waits in the queue laid over it.
 * @module
 */
import { subscribe as subscribeTo, tell } from "./changes.js";
import * as queue from "./queue.js";
import { expire, lastKnown } from "./session.js";
import { keepDocument, readDocument } from "./store.js";

const FRESH = 60_000;
const SECONDS = 60;

/**
 * @typedef {object} Pending the latest of this phone that the document does not hold yet
 * @property {import("./queue.js").Item | null} site
 * @property {import("./queue.js").Item | null} parcel
 * @property {import("./queue.js").Item | null} report
 * @property {import("./queue.js").Item[]} photos
 */

/** Where each is read. @type {Record<string, () => Promise<string>>} */
const ADDRESSES = {
	villages: async () => "/api/v1/field/villages.json",
	async boundaries() {
		const version = (await readDocument("villages"))?.content.boundary_version;
		return version ? `/api/v1/field/boundaries.json?v=${version}` : "";
	},
};
/** @type {Map<string, Promise<void>>} */
const reading = new Map();
/** When each was last asked for by this page. @type {Map<string, number>} */
const asked = new Map();

/**
 * The officer's villages; each has `pending`.
 * @returns {Promise<any>} null where they were never read and cannot be now
 */
export async function villages() {
	const kept = await lastOrFirst("villages");
	if (!kept) return null;
	const [items, session] = await Promise.all([queue.list(), lastKnown()]);
	const own = items.filter((item) => item.person === session.person?.username);
	return {
		...kept.content,
		read_at: kept.at,
		today: today(kept.content.time_zone, session.clock_error_s),
		villages: kept.content.villages.map((/** @type {any} */ village) => ({
			...village,
			pending: pendingOf(
				own.filter((item) => item.village === village.code),
				kept.at,
			),
		})),
	};
}

/** Their boundaries and those next to them. @returns {Promise<any>} null as above */
export const boundaries = async () => (await lastOrFirst("boundaries"))?.content ?? null;

/** Read again what the office knows; what is new is told to `subscribe`. */
export async function refresh() {
	await read("villages");
	await read("boundaries");
}

/** Call back when a document has changed. @param {() => void} listener */
export const subscribe = (listener) => subscribeTo((what) => what === "documents" && listener());

/**
 * The day in the office, also when the phone's clock is wrong.
 * @param {string} zone
 * @param {number | null} error seconds that the phone is ahead
 */
export function today(zone, error) {
	const now = new Date(Date.now() - (error ?? 0) * 1000);
	return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
}

/**
 * @param {import("./queue.js").Item[]} items of one village, oldest first
 * @param {number} read when the document was read
 * @returns {Pending}
 */
function pendingOf(items, read) {
	/** @type {Pending} */
	const pending = { site: null, parcel: null, report: null, photos: [] };
	for (const item of items) {
		const newer = queue.isUnsent(item) || Date.parse(item.received_at ?? "") > read;
		if (item.state === "discarded" || !newer) continue;
		if (item.kind === "photo") pending.photos.push(item);
		else pending[item.kind] = item;
	}
	return pending;
}

/** @param {string} name */
async function lastOrFirst(name) {
	const kept = await readDocument(name);
	if (kept) {
		if (Date.now() - (asked.get(name) ?? 0) > FRESH) read(name).catch(() => {});
		return kept;
	}
	await read(name).catch(() => {});
	return readDocument(name);
}

/** @param {string} name */
function read(name) {
	const running = reading.get(name);
	if (running) return running;
	asked.set(name, Date.now());
	const begun = readNow(name).finally(() => reading.delete(name));
	reading.set(name, begun);
	return begun;
}

/** @param {string} name */
async function readNow(name) {
	const [address, kept] = await Promise.all([ADDRESSES[name](), readDocument(name)]);
	// an address with a version always says the same
	if (!address || (kept?.address === address && address.includes("?v="))) return;
	const at = Date.now();
	const reply = await fetch(address, {
		credentials: "same-origin",
		cache: "no-cache",
		headers: { Accept: "application/json" },
		signal: AbortSignal.timeout(SECONDS * 1000),
	});
	if (reply.status === 401) await expire();
	if (!reply.ok) throw new TypeError(`${reply.status} ${address}`);
	const content = await reply.json();
	const tag = reply.headers.get("ETag");
	await keepDocument(name, { content, address, at, tag });
	if (tag === null || tag !== kept?.tag) tell("documents");
}
