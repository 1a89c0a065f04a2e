/**
 * Asks the server.
 * @module
 */

/** The person is no longer signed in. */
export class SignedOutError extends Error {}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
export async function readJson(address, options) {
	const reply = await fetch(address, { credentials: "same-origin", ...options });
	if (reply.status === 401) throw new SignedOutError(address);
	if (!reply.ok) throw new Error(`${reply.status} ${address}`);
	return reply.json();
}

/**
 * Calls back with the status whenever it has changed: every minute, and when the page is looked at
 * again. The browser asks with the ETag, so that an unchanged status is a 304.
 * @param {string} address
 * @param {{changed: (status: any) => void, asked: (problem: unknown) => void}} tell
 * @param {number} [seconds]
 */
export function watchStatus(address, tell, seconds = 60) {
	let version = "";
	let asking = false;
	async function ask() {
		if (asking || document.hidden) return;
		asking = true;
		try {
			const status = await readJson(address, version ? { cache: "no-cache" } : {});
			if (status.version !== version) tell.changed(status);
			version = status.version;
			tell.asked(null);
		} catch (problem) {
			tell.asked(problem);
		} finally {
			asking = false;
		}
	}
	setInterval(ask, seconds * 1000);
	document.addEventListener("visibilitychange", ask);
	return ask();
}
