/**
 * The three views beside the map (regencies, reasons, villages) as tabs, and the sheet on phones.
 * @module
 */
import { byId } from "./elements.js";

/** @param {() => void} resized called when the map has another size */
export function showTabs(resized) {
	const tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[role="tab"]')]);

	/** @param {HTMLElement} chosen @param {boolean} [focus] */
	function choose(chosen, focus = false) {
		for (const tab of tabs) {
			const selected = tab === chosen;
			tab.setAttribute("aria-selected", String(selected));
			tab.tabIndex = selected ? 0 : -1;
			byId(/** @type {string} */ (tab.getAttribute("aria-controls"))).hidden = !selected;
		}
		if (focus) chosen.focus();
	}

	tabs.forEach((tab, index) => {
		tab.addEventListener("click", () => choose(tab));
		tab.addEventListener("keydown", (event) => {
			const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
			if (step) choose(tabs[(index + step + tabs.length) % tabs.length], true);
		});
	});
	document.addEventListener("tab", (event) => {
		const wanted = `tab-${/** @type {CustomEvent} */ (event).detail}`;
		const tab = tabs.find((one) => one.id === wanted);
		if (tab) choose(tab);
	});

	const handle = byId("sheet-handle");
	handle.addEventListener("click", () => {
		const large = byId("zones").classList.toggle("sheet-large");
		handle.setAttribute("aria-expanded", String(large));
		resized();
	});
}
