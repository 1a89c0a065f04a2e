/**
 * Tells every tab and the worker that something has changed: `queue`, `session`, `documents`,
 * `version` (a new one of the page is there), `added` (to the queue, or to be sent again), `sending`, or that the
 * phone is `full`.
 * @module
 */

/** @typedef {"queue" | "added" | "session" | "documents" | "version" | "sending" | "full"} Change */

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("gis-field");
/** @type {Set<(what: Change) => void>} */
const listeners = new Set();

channel?.addEventListener("message", ({ data }) => hear(data));

/** @param {Change} what */
export function tell(what) {
	channel?.postMessage(what);
	hear(what);
}

/**
 * @param {(what: Change) => void} listener
 * @returns {() => void} ends it
 */
export function subscribe(listener) {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

/** @param {Change} what */
function hear(what) {
	for (const listener of [...listeners]) listener(what);
}
