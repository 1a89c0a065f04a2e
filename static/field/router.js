/**
 * From the address to the view: `#/`, `#/<code>`, `#/<code>/pin`, `#/waiting`. Forms are loaded
 * when they are first opened; the worker keeps them all.
 * @module
 */
import { element } from "../map/elements.js";
import * as day from "./day.js";
import * as documents from "./documents.js";
import * as queue from "./queue.js";
import { text } from "./texts.js";
import * as village from "./village.js";
import * as waiting from "./waiting.js";

/**
 * @typedef {object} Context
 * @property {string} code of the village; empty where there is none
 * @property {string} item identifier of the item of the queue that is to be edited; empty: none
 * @property {typeof documents} documents
 * @property {typeof queue} queue
 * @property {(address: string) => void} navigate
 * @property {typeof text} text
 */

/** @typedef {{show: (root: HTMLElement, context: Context) => Promise<(() => void) | void>}} View */

/** @type {Record<string, () => Promise<View>>} */
const FORMS = {
	pin: () => import("./pin.js"),
	parcel: () => import("./parcel.js"),
	report: () => import("./report.js"),
};

/** @param {string} hash */
export function readRoute(hash) {
	const [first = "", second = "", item = ""] = hash
		.replace(/^#\/?/, "")
		.split("/")
		.map(decodeURIComponent);
	if (first === "waiting") return { view: "waiting", code: "", item: "" };
	if (!first) return { view: "day", code: "", item: "" };
	return { view: Object.hasOwn(FORMS, second) ? second : "village", code: first, item };
}

/** Whether something is being filled in, which nobody may interrupt. */
export const inForm = () => Object.hasOwn(FORMS, readRoute(location.hash).view);

/** @param {string} address such as `#/52.01.01.2001/pin` */
export function navigate(address) {
	location.hash = address;
}

/** @param {HTMLElement} root what the views fill */
export function beginRoutes(root) {
	/** @type {(() => void) | void} */
	let leave;
	let asked = 0;

	/** @param {boolean} focus */
	async function show(focus) {
		asked += 1;
		const mine = asked;
		leave?.();
		leave = undefined;
		const { view, code, item } = readRoute(location.hash);
		const own = element("div", { class: `view view-${view}` });
		root.dataset.view = view;
		root.replaceChildren(own);
		scrollTo(0, 0);
		try {
			const module = await load(view);
			if (mine !== asked) return;
			const left = await module.show(own, { code, item, documents, queue, navigate, text });
			if (mine === asked) leave = left;
			else left?.();
		} catch (problem) {
			if (mine === asked) own.replaceChildren(failure(problem));
			console.error(problem);
		}
		if (mine === asked && focus) focusHeading(own);
	}

	addEventListener("hashchange", () => show(true));
	return show(false);
}

/** @param {string} view @returns {Promise<View>} */
async function load(view) {
	if (view === "day") return day;
	if (view === "waiting") return waiting;
	return view === "village" ? village : FORMS[view]();
}

/** The heading is read out, as after the opening of a page. @param {HTMLElement} view */
function focusHeading(view) {
	const heading = view.querySelector("h1");
	if (!heading || view.contains(document.activeElement)) return;
	heading.tabIndex = -1;
	heading.focus({ preventScroll: true });
}

/** @param {unknown} problem */
function failure(problem) {
	const storage = problem instanceof Error && problem.name.startsWith("Storage");
	return element(
		"div",
		{ class: "notice notice-bad", role: "alert" },
		element("p", {}, text(storage ? "storage_broken" : "view_failed")),
		element(
			"button",
			{ type: "button", class: "big", onclick: () => location.reload() },
			text("load_again"),
		),
	);
}
