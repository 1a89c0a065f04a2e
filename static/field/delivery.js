/**
 * When the page sends: at once when something is added, when there is a network again, when the
 * page is looked at, from time to time, and in the worker when the browser thinks it is worth it.
 * @module
 */
import { subscribe } from "./changes.js";
import * as queue from "./queue.js";
import { pause, send } from "./sender.js";
import { ask } from "./session.js";

export const SYNC_TAG = "gis-field-send";
const SHORTEST = 5_000;
const LONGEST = 300_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
export function beginDelivery() {
	addEventListener("online", lookAgain);
	document.addEventListener("visibilitychange", () => {
		if (!document.hidden) lookAgain();
	});
	subscribe((what) => {
		if (what === "added" || what === "session") deliver();
	});
	return deliver();
}

/** Perhaps there is a network again, or somebody has signed in elsewhere. */
async function lookAgain() {
	await ask().catch(() => {});
	await deliver();
}

/**
 * Send now, then again later if something still waits.
 * @param {{now?: boolean}} [how] now: also where the server asked to wait
 */
export async function deliver(how) {
	try {
		await send(how);
	} finally {
		await plan();
	}
}

async function plan() {
	clearTimeout(timer);
	const items = (await queue.unsent()).filter((item) => item.state !== "attention");
	if (!items.length) return;
	registerSync();
	const reason = await pause();
	const backoff = Math.min(SHORTEST * 2 ** Math.min(reason?.failures ?? 0, 8), LONGEST);
	const asked = (reason?.resume_at ?? 0) - Date.now();
	// not all phones of the office at the same moment
	timer = setTimeout(() => deliver(), Math.max(backoff, asked) * (0.8 + 0.4 * Math.random()));
}

async function registerSync() {
	try {
		const registration = /** @type {any} */ (await navigator.serviceWorker?.ready);
		await registration?.sync?.register(SYNC_TAG);
	} catch {
		// not in this browser, or not allowed: the timer does it
	}
}
