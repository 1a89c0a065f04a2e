/**
 * What the phone keeps, in IndexedDB: the queue, its photos, and the documents last read. Page,
 * worker and every tab share it.
 * @module
 */
import { openDB } from "idb";
import { tell } from "./changes.js";

const NAME = "gis-field";

/** The phone lets nothing be kept: private browsing, or storage that is broken. */
export class StorageError extends Error {
	name = "StorageError";
}

/** There is no room left on the phone. */
export class StorageFullError extends StorageError {
	name = "StorageFullError";
}

/** @type {Promise<import("idb").IDBPDatabase> | null} */
let opened = null;

function database() {
	opened ??= openDB(NAME, 1, {
		upgrade(made) {
			const items = made.createObjectStore("items", { keyPath: "id" });
			items.createIndex("village", "village");
			items.createIndex("state", "state");
			items.createIndex("number", "number");
			made.createObjectStore("photos");
			made.createObjectStore("documents");
		},
		// a newer version of the page wants to change it: it opens again when it is next needed
		async blocking() {
			const old = opened;
			opened = null;
			(await old)?.close();
		},
		terminated() {
			opened = null;
		},
	}).catch((problem) => {
		opened = null;
		throw named(problem);
	});
	return opened;
}

/**
 * One transaction: all of `work` is kept, or nothing. `work` may wait for IndexedDB only.
 * @template Result
 * @param {"readonly" | "readwrite"} mode
 * @param {(stores: {items: any, photos: any, documents: any}) => Promise<Result>} work
 * @param {("items" | "photos" | "documents")[]} [names]
 * @returns {Promise<Result>}
 */
export async function within(mode, work, names = ["items"]) {
	const kept = await database();
	let transaction;
	try {
		// strict: told as kept only when it is on the disk, also if the battery dies
		transaction = kept.transaction(
			names,
			mode,
			mode === "readwrite" ? { durability: "strict" } : {},
		);
	} catch (problem) {
		throw named(problem);
	}
	const done = transaction.done;
	done.catch(() => {});
	const stores = /** @type {any} */ (
		Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]))
	);
	try {
		const result = await work(stores);
		await done;
		return result;
	} catch (problem) {
		try {
			transaction.abort();
		} catch {
			// it has ended by itself
		}
		const failure = named(transaction.error ?? problem);
		if (failure instanceof StorageFullError) tell("full");
		throw failure;
	}
}

/** @param {string} name @returns {Promise<any>} a document, or undefined */
export const readDocument = (name) =>
	within("readonly", ({ documents }) => documents.get(name), ["documents"]);

/** @param {string} name @param {any} content */
export const keepDocument = (name, content) =>
	within("readwrite", ({ documents }) => documents.put(content, name), ["documents"]);

/** @param {string[]} names */
export const forgetDocuments = (...names) =>
	within("readwrite", ({ documents }) => Promise.all(names.map((name) => documents.delete(name))), [
		"documents",
	]);

/** @param {unknown} problem */
function named(problem) {
	if (problem instanceof StorageError) return problem;
	const name = problem instanceof Error || problem instanceof DOMException ? problem.name : "";
	if (name === "QuotaExceededError") return new StorageFullError(String(problem));
	const ours = ["InvalidStateError", "UnknownError", "SecurityError", "VersionError", "AbortError"];
	return ours.includes(name) ? new StorageError(String(problem)) : problem;
}
