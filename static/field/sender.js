/**
 * Sends the queue, in the page and in the worker: texts first, then photos, one at a time, each
 * until there is an answer. Only one of all tabs and the worker sends; the server takes an item
 * once, however often it arrives.
 * @module
 */
import { tell } from "./changes.js";
import { refresh } from "./documents.js";
import { alone } from "./lock.js";
import { sendPhoto } from "./photo-upload.js";
import * as queue from "./queue.js";
import { put } from "./requests.js";
import { ask, expire } from "./session.js";
import { keepDocument, readDocument } from "./store.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./requests.js").Outcome} Outcome */

/**
 * @typedef {object} Pause why nothing is sent at the moment
 * @property {"network" | "busy" | "signed-out"} why
 * @property {number} resume_at milliseconds; the server asked not to be asked before
 * @property {number} failures rounds in a row that ended so
 */

const ADDRESS = { site: "sites", parcel: "parcels", report: "reports", photo: "photos" };
const FAULTS = 3;
const FAULT_PAUSE = 30_000;

/** @type {Promise<void> | null} */
let asked = null;

/**
 * Send what waits; returns when there was an answer to all of it, or no more network. What the
 * office knows is read again if it now knows more.
 * @param {{now?: boolean}} [how] now: also where the server asked to wait
 */
export async function send({ now = false } = {}) {
	const before = await unsentIds();
	if (now) await queue.retryAtOnce();
	await sendAlone();
	const left = new Set(await unsentIds());
	if (before.some((id) => !left.has(id))) await refresh().catch(() => {});
}

const unsentIds = async () => (await queue.unsent()).map((item) => item.id);

function sendAlone() {
	// who asks while somebody sends waits for the next round, once
	if (asked) return asked;
	const mine = alone("gis-field-send", () => {
		asked = null;
		return round();
	});
	asked = mine;
	mine.catch(() => {
		if (asked === mine) asked = null;
	});
	return mine;
}

/** @returns {Promise<Pause | undefined>} why nothing is sent, if so */
export const pause = () => readDocument("pause");

async function round() {
	if (!(await queue.unsent()).some(isNext)) return;
	const before = await pause();
	if (before?.why === "busy" && before.resume_at > Date.now()) return;
	tell("sending");
	const reason = await deliver();
	await keepDocument("pause", reason && { ...reason, failures: (before?.failures ?? 0) + 1 });
	tell("queue");
}

/** @param {Item} item */
const isNext = (item) =>
	(item.state === "waiting" || item.state === "sending") && !((item.resume_at ?? 0) > Date.now());

/** @returns {Promise<{why: Pause["why"], resume_at: number} | undefined>} why it had to stop */
async function deliver() {
	const stopped = { why: /** @type {const} */ ("network"), resume_at: 0 };
	let session;
	try {
		session = await ask();
	} catch {
		return stopped;
	}
	if (session.expired || !session.person) return { ...stopped, why: "signed-out" };
	await queue.adopt(session.person.username);
	const renew = async () => {
		const again = await ask();
		if (again.expired || again.person?.username !== session.person?.username) return null;
		return again.csrf;
	};
	let { csrf } = session;
	let faults = 0;
	/** @type {Set<string>} */
	const asideNow = new Set();
	for (;;) {
		const id = await next(session.person.username, asideNow);
		if (!id) return undefined;
		let outcome = await deliverOne(id, csrf);
		if (outcome.told === "page-too-old") {
			// signed in anew in another tab, perhaps as somebody else
			const renewed = await renew().catch(() => undefined);
			if (renewed === undefined) return stopped;
			if (renewed === null) return { ...stopped, why: "signed-out" };
			csrf = renewed;
			outcome = await deliverOne(id, csrf);
		}
		if (outcome.told === "signed-out") {
			await expire();
			return { ...stopped, why: "signed-out" };
		}
		if (outcome.told === "network") return stopped;
		if (outcome.told === "busy")
			return { why: "busy", resume_at: Date.now() + outcome.seconds * 1000 };
		if (outcome.told === "fault") {
			faults += 1;
			asideNow.add(id);
			if (faults >= FAULTS) return { why: "busy", resume_at: Date.now() + FAULT_PAUSE };
		} else if (outcome.told === "page-too-old") asideNow.add(id);
		else faults = 0;
	}
}

/**
 * The next item: texts in the order they were made, then photos whose text has been received.
 * @param {string} person
 * @param {Set<string>} aside not in this round
 */
async function next(person, aside) {
	const unsent = await queue.unsent();
	const underWay = new Set(unsent.map((item) => item.id));
	/** Scopes of which an earlier one is still under way. @type {Set<string>} */
	const before = new Set();
	let photo;
	for (const item of unsent) {
		if (item.person !== person || item.state === "attention") continue;
		const scope = queue.scopeOf(item);
		const ready = isNext(item) && !aside.has(item.id) && !before.has(scope);
		before.add(scope);
		if (!ready) continue;
		if (item.kind !== "photo") return item.id;
		if (!underWay.has(item.content.subject?.id)) photo ??= item.id;
	}
	return photo;
}

/**
 * @param {string} id
 * @param {string} csrf
 * @returns {Promise<Outcome>}
 */
async function deliverOne(id, csrf) {
	const item = await queue.update(id, (now) =>
		now.tried === undefined
			? { state: "sending", tried: now.content, tried_base: now.base }
			: { state: "sending" },
	);
	if (!item) return { told: "gone" };
	const address = `/api/v1/${ADDRESS[item.kind]}/${item.id}`;
	// what was sent before and has no answer comes first, as it was: it may have arrived
	const content = item.tried;
	const base = item.tried_base;
	const outcome =
		item.kind === "photo"
			? await sendPhoto(item, address, csrf)
			: await put(address, { csrf, headers: basedOn(base), json: content, id: item.id });
	await note(item, content, outcome);
	return outcome;
}

/** @param {string | null | undefined} base @returns {Record<string, string>} */
function basedOn(base) {
	if (base === undefined) return {};
	return base === null ? { "If-None-Match": "*" } : { "If-Match": base };
}

/** @param {Item} item @param {any} content @param {Outcome} outcome */
async function note({ id }, content, outcome) {
	if (outcome.told === "received") {
		await queue.received(id, outcome.reply, content);
		return;
	}
	await queue.update(id, (item) => {
		const edited = JSON.stringify(item.content) !== JSON.stringify(content);
		if (outcome.told === "refused") {
			const settled = { tried: undefined, tried_base: undefined };
			// edited while the old content was being refused: what is there now has not been tried
			if (edited) return { ...settled, state: "waiting" };
			return { ...settled, state: "attention", problem: outcome.problem };
		}
		if (outcome.told !== "fault") return { state: "waiting" };
		const failures = (item.failures ?? 0) + 1;
		const resume_at = Date.now() + Math.min(FAULT_PAUSE * 2 ** (failures - 1), 3_600_000);
		return { state: "waiting", failures, resume_at };
	});
}
