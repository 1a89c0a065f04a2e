/**
 * One request that writes, and what its answer means for the queue.
 * @module
 */

const SECONDS = 120;
const BUSY = new Set([429, 502, 503, 504]);
const BUSY_SECONDS = 15;

/**
 * @typedef {{told: "received", reply: any}
 *   | {told: "refused", problem: any}
 *   | {told: "busy", seconds: number}
 *   | {told: "fault"} | {told: "network"} | {told: "signed-out"} | {told: "page-too-old"}
 *   | {told: "gone"}} Outcome
 */

/**
 * @param {string} address
 * @param {object} what
 * @param {string} what.csrf
 * @param {string} what.id that the answer has to name
 * @param {Record<string, string>} [what.headers]
 * @param {any} [what.json]
 * @param {Blob} [what.bytes]
 * @returns {Promise<Outcome>}
 */
export async function put(address, { csrf, id, headers = {}, json, bytes }) {
	let reply;
	let said;
	try {
		reply = await fetch(address, {
			method: "PUT",
			credentials: "same-origin",
			cache: "no-store",
			// an answer that leads elsewhere is no receipt
			redirect: "error",
			signal: AbortSignal.timeout(SECONDS * 1000),
			headers: {
				Accept: "application/json",
				"X-CSRFToken": csrf,
				"X-Sent-At": new Date().toISOString(),
				"Content-Type": bytes ? bytes.type : "application/json",
				...headers,
			},
			body: bytes ?? JSON.stringify(json),
		});
		said = await reply.text();
	} catch {
		return { told: "network" };
	}
	return meaning(reply, parsed(said), id);
}

/** @param {Response} reply @param {any} said @param {string} id @returns {Outcome} */
function meaning(reply, said, id) {
	const { status } = reply;
	if (reply.ok) {
		// the sign-in page of a Wi-Fi answers everything with 200, and has received nothing
		return said?.id === id ? { told: "received", reply: said } : { told: "network" };
	}
	if (status === 401) return { told: "signed-out" };
	if (BUSY.has(status)) return { told: "busy", seconds: retryAfter(reply) };
	// also an address that this version of the server does not know, or not yet
	if (status >= 500 || said?.code === "not-found") return { told: "fault" };
	if (said?.code === "page-too-old") return { told: "page-too-old" };
	if (said?.code || status === 413 || status === 416) {
		const { detail = "", code = "", field, errors, current, received } = said ?? {};
		return { told: "refused", problem: { status, code, detail, field, errors, current, received } };
	}
	// not from our server: a proxy, a gateway of the network
	return { told: "busy", seconds: BUSY_SECONDS };
}

/** @param {string} said */
function parsed(said) {
	try {
		return JSON.parse(said);
	} catch {
		return null;
	}
}

/** @param {Response} reply seconds, or a date */
function retryAfter(reply) {
	const given = reply.headers.get("Retry-After") ?? "";
	const seconds = /^\d+$/.test(given)
		? Number(given)
		: (Date.parse(given) - Date.parse(reply.headers.get("Date") ?? "")) / 1000;
	return seconds > 0 ? Math.min(seconds, 3600) : BUSY_SECONDS;
}
