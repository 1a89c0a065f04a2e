/**
 * The room that the phone gives us.
 * @module
 */

const NEARLY = 0.9;
const LITTLE = 50e6;

/** Ask that nothing is thrown away when the phone runs out of room. */
export async function askToKeep() {
	try {
		if (!(await navigator.storage.persisted())) await navigator.storage.persist();
	} catch {
		// the browser has no such promise to give
	}
}

/** @returns {Promise<{usage: number, quota: number, kept: boolean, nearlyFull: boolean} | null>} */
export async function storageUse() {
	try {
		const { usage = 0, quota = 0 } = await navigator.storage.estimate();
		const kept = await navigator.storage.persisted();
		const nearlyFull = quota > 0 && (usage > quota * NEARLY || quota - usage < LITTLE);
		return { usage, quota, kept, nearlyFull };
	} catch {
		return null;
	}
}
