/**
 * What the officer has to know wherever they are: signed out, a wrong clock, no room, a new version.
 * @module
 */
import { element } from "../map/elements.js";
import { subscribe } from "./changes.js";
import * as queue from "./queue.js";
import { inForm } from "./router.js";
import { lastKnown } from "./session.js";
import { askToSignIn } from "./sign-in.js";
import { storageUse } from "./storage.js";
import { readDocument } from "./store.js";
import { duration, number, text } from "./texts.js";

const CLOCK_ERROR = 300;

/** @param {HTMLElement} root */
export function beginNotices(root) {
	let newVersion = false;
	// browsers tell a made-up amount of room: what counts is whether it could be written
	let full = false;
	let asked = false;

	async function draw() {
		try {
			const [session, known, unsent, use] = await Promise.all([
				lastKnown(),
				readDocument("villages"),
				queue.unsent(),
				storageUse(),
			]);
			if (!session.expired) asked = false;
			const others = unsent.filter((item) => item.person !== session.person?.username);
			const limit = known?.content.settings.clock_error_s ?? CLOCK_ERROR;
			root.replaceChildren(
				...[
					!navigator.onLine && notice("offline", text("offline")),
					session.expired && signedOut(unsent.length - others.length),
					Math.abs(session.clock_error_s ?? 0) > limit &&
						notice("clock", clock(session.clock_error_s ?? 0), null, "bad"),
					(full || use?.nearlyFull) && notice("full", text("storage_nearly_full"), null, "bad"),
					others.length > 0 && notice("others", ofOthers(others)),
					newVersion && notice("version", text("new_version"), inForm() ? null : loadButton()),
				].filter((one) => one instanceof Node),
			);
			// a form may be half filled in: there the notice has to do
			if (session.expired && !asked && !inForm() && navigator.onLine) {
				asked = true;
				await askToSignIn();
			}
		} catch (problem) {
			root.replaceChildren(notice("storage", text("storage_broken"), null, "bad"));
			console.error(problem);
		}
	}

	subscribe((what) => {
		if (what === "version") newVersion = true;
		if (what === "full") full = true;
		if (what === "added") full = false;
		if (what !== "sending") draw();
	});
	for (const event of ["online", "offline", "hashchange"]) addEventListener(event, draw);
	return draw();
}

/** @param {number} count */
function signedOut(count) {
	const why = count ? text("signed_out_waiting", { count: number(count) }) : text("signed_out");
	const button = element("button", { type: "button", onclick: askToSignIn }, text("sign_in"));
	return notice("signed-out", why, button);
}

/** @param {number} error seconds */
function clock(error) {
	return text(error > 0 ? "clock_ahead" : "clock_behind", { time: duration(Math.abs(error)) });
}

/** @param {import("./queue.js").Item[]} items */
function ofOthers(items) {
	const names = [...new Set(items.map((item) => item.person || "–"))].join(", ");
	return text("others_wait", { count: number(items.length), name: names });
}

function loadButton() {
	return element(
		"button",
		{ type: "button", onclick: () => location.reload() },
		text("load_again"),
	);
}

/** @param {string} name @param {string} said @param {Node | null} [action] @param {string} [kind] */
function notice(name, said, action, kind = "plain") {
	return element(
		"div",
		{ class: `notice notice-${kind}`, "data-notice": name },
		element("p", {}, said),
		action,
	);
}
