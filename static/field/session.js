/**
 * Who is signed in, as the server says when it can be asked and as was last known when not. Also
 * how far the phone's clock is from the server's.
 * @module
 */
import { tell } from "./changes.js";
import { forgetDocuments, keepDocument, readDocument } from "./store.js";

const ADDRESS = "/api/v1/session";
const SECONDS = 20;

/**
 * @typedef {object} Session
 * @property {{username: string, full_name: string, roles: string[]} | null} person last known
 * @property {boolean} expired the person has to give the password again before anything is sent
 * @property {number | null} clock_error_s the phone's clock is so much ahead; negative: behind
 */

/** @type {Session} */
const NOBODY = { person: null, expired: false, clock_error_s: null };

/** The password, or the name, is wrong; or there were too many attempts. */
export class SignInError extends Error {
	name = "SignInError";
}

/** @returns {Promise<Session>} without asking the server */
export const lastKnown = async () => (await readDocument("session")) ?? NOBODY;

/** The username of who makes things on this phone. */
export const username = async () => (await lastKnown()).person?.username ?? "";

/**
 * Ask the server; it fails where there is no network.
 * @returns {Promise<Session & {csrf: string}>}
 */
export async function ask() {
	return take(await call("GET"));
}

/**
 * @param {{username: string, password: string, keep: boolean}} given
 * @throws {SignInError} with what the server says
 */
export async function signIn(given) {
	const { csrf } = await ask();
	return take(await call("POST", csrf, given));
}

/** End the session, and forget what the office told this phone; the queue stays. */
export async function signOut() {
	const { csrf } = await ask();
	await call("DELETE", csrf);
	await forgetDocuments("session", "villages", "boundaries");
	tell("session");
}

/** The server said in between that nobody is signed in. */
export async function expire() {
	const known = await lastKnown();
	await keep({ ...known, expired: true });
}

/** @param {string} method @param {string} [csrf] @param {any} [body] */
async function call(method, csrf, body) {
	const began = Date.now();
	/** @type {Record<string, string>} */
	const headers = { Accept: "application/json" };
	if (csrf) headers["X-CSRFToken"] = csrf;
	if (body) headers["Content-Type"] = "application/json";
	const reply = await fetch(ADDRESS, {
		method,
		headers,
		body: body && JSON.stringify(body),
		credentials: "same-origin",
		cache: "no-store",
		signal: AbortSignal.timeout(SECONDS * 1000),
	});
	const said = await reply.json().catch(() => null);
	if (reply.status === 401 || reply.status === 429) throw new SignInError(said?.detail ?? "");
	if (!reply.ok || (method !== "DELETE" && !said?.csrf_token))
		throw new TypeError(`${reply.status} ${ADDRESS}`);
	return { said, middle: (began + Date.now()) / 2 };
}

/** @param {{said: any, middle: number}} reply @returns {Promise<Session & {csrf: string}>} */
async function take({ said, middle }) {
	const known = await lastKnown();
	const clock = said.now ? Math.round((middle - Date.parse(said.now)) / 1000) : null;
	/** @type {Session} */
	const session = {
		// an expired login still knows whose phone this is: work goes on, only sending waits
		person: said.person ?? known.person,
		expired: !said.person,
		clock_error_s: clock,
	};
	if (said.person && known.person && said.person.username !== known.person.username)
		await forgetDocuments("villages", "boundaries");
	await keep(session);
	return { ...session, csrf: said.csrf_token };
}

/** @param {Session} session */
async function keep(session) {
	const known = await lastKnown();
	const nearly = Math.abs((known.clock_error_s ?? 1e9) - (session.clock_error_s ?? 1e9)) < 5;
	const same =
		nearly &&
		known.expired === session.expired &&
		JSON.stringify(known.person) === JSON.stringify(session.person);
	if (same) return;
	await keepDocument("session", session);
	tell("session");
}
