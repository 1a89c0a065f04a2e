/**
 * The service worker: /field opens from the phone at once and is read anew behind; what waits is
 * sent when the browser says that there is a network. It never keeps what is written, nor what
 * the API says.
 * @module
 */
import { tell } from "./changes.js";
import * as queue from "./queue.js";
import { pause, send } from "./sender.js";
import { keepPage, keptPage, matchAsset } from "./shell-cache.js";

const worker = /** @type {any} */ (globalThis);
const SYNC_TAG = "gis-field-send";

worker.addEventListener("install", (/** @type {any} */ event) => {
	// pages that are open find their own scripts still kept, so that nobody has to wait
	worker.skipWaiting();
	event.waitUntil(prepare());
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
	event.waitUntil(worker.clients.claim());
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
	const { request } = event;
	const address = new URL(request.url);
	if (request.method !== "GET" || address.origin !== location.origin) return;
	if (request.mode === "navigate" && address.pathname === "/field") {
		event.respondWith(page(event));
	} else if (address.pathname.startsWith("/static/")) {
		event.respondWith(asset(request));
	}
});

worker.addEventListener("message", (/** @type {any} */ event) => {
	if (event.data === "refresh") event.waitUntil(refresh());
});

worker.addEventListener("sync", (/** @type {any} */ event) => {
	if (event.tag === SYNC_TAG) event.waitUntil(sendAll());
});

/** The first version is ready when all of it is kept; a later one may come when it can. */
async function prepare() {
	try {
		await keepPage();
	} catch (problem) {
		if (!(await keptPage())) throw problem;
	}
}

/** @param {any} event */
async function page(event) {
	const kept = await keptPage();
	if (kept) {
		event.waitUntil(refresh());
		return kept;
	}
	return fetch(event.request);
}

async function refresh() {
	try {
		if (await keepPage()) tell("version");
	} catch {
		// no network: the next opening tries again
	}
}

/** @param {Request} request */
async function asset(request) {
	return (await matchAsset(request)) ?? fetch(request);
}

/** The browser tries again by itself where this fails. */
async function sendAll() {
	await send();
	const left = (await queue.unsent()).some((item) => item.state === "waiting");
	if (left && (await pause())?.why !== "signed-out") throw new Error("not everything was sent");
}
