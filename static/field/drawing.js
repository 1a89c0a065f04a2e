/**
 * Draws a view anew when something has changed, without taking away the place where one is.
 * @module
 */
import { subscribe } from "./changes.js";

/**
 * @param {HTMLElement} root
 * @param {() => Promise<(Node | null | undefined | false)[]>} draw
 * @param {import("./changes.js").Change[]} [on] what makes it out of date
 * @returns {Promise<{again: () => Promise<void>, end: () => void}>}
 */
export async function keepDrawn(root, draw, on = ["queue", "documents", "session"]) {
	let ended = false;
	let drawing = false;
	let again = false;

	async function redraw() {
		again = true;
		if (drawing) return;
		drawing = true;
		try {
			while (again && !ended) {
				again = false;
				const nodes = await draw();
				if (!ended) replace(root, nodes);
				// many items arrive at once: not a picture for each
				if (again) await new Promise((done) => setTimeout(done, 400));
			}
		} finally {
			drawing = false;
		}
	}

	const end = subscribe((what) => {
		if (on.includes(what)) redraw();
	});
	await redraw();
	return {
		again: redraw,
		end() {
			ended = true;
			end();
		},
	};
}

/** @param {HTMLElement} root @param {(Node | null | undefined | false)[]} nodes */
function replace(root, nodes) {
	const focused = root.contains(document.activeElement) ? keyOf(document.activeElement) : null;
	const open = new Set([...root.querySelectorAll("details[open]")].map(keyOf));
	const closed = new Set([...root.querySelectorAll("details:not([open])")].map(keyOf));
	root.replaceChildren(.../** @type {Node[]} */ (nodes.filter(Boolean)));
	for (const details of root.querySelectorAll("details")) {
		if (open.has(keyOf(details))) details.open = true;
		if (closed.has(keyOf(details))) details.open = false;
	}
	if (!focused) return;
	const same = [...root.querySelectorAll("a, button, summary, h1")].find(
		(one) => keyOf(one) === focused,
	);
	/** @type {HTMLElement | undefined} */ (same)?.focus({ preventScroll: true });
}

/** What makes an element the same one as before. @param {Element | null} element */
const keyOf = (element) =>
	element?.getAttribute("data-key") ?? element?.getAttribute("href") ?? element?.id ?? null;
