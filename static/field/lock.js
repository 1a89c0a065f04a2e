/**
 * One at a time among all tabs and the worker: a Web Lock, or, where the page came without TLS and
 * there is none, a lease in IndexedDB.
 * @module
 */
import { newId } from "./new-id.js";
import { within } from "./store.js";

const LEASE = 30_000;
const ASK_AGAIN = 2_000;

/**
 * @param {string} name
 * @param {() => Promise<void>} work
 * @returns {Promise<void>}
 */
export function alone(name, work) {
	if (navigator.locks) return navigator.locks.request(name, work);
	return withLease(name, work);
}

/** @param {string} name @param {() => Promise<void>} work */
async function withLease(name, work) {
	const owner = newId();
	while (!(await take(name, owner))) await new Promise((done) => setTimeout(done, ASK_AGAIN));
	const renewed = setInterval(() => take(name, owner).catch(() => {}), LEASE / 3);
	try {
		await work();
	} finally {
		clearInterval(renewed);
		await within("readwrite", ({ documents }) => documents.delete(name), ["documents"]);
	}
}

/** @param {string} name @param {string} owner */
const take = (name, owner) =>
	within(
		"readwrite",
		async ({ documents }) => {
			const lease = await documents.get(name);
			const now = Date.now();
			// a lease that ends far in the future was taken before the clock was put right
			const held = lease && lease.owner !== owner && lease.until > now && lease.until < now + LEASE;
			if (!held) await documents.put({ owner, until: now + LEASE }, name);
			return !held;
		},
		["documents"],
	);
