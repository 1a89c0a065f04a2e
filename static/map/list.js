/**
 * All villages that the filters show, also those without a boundary and those nobody reported on.
 * More rows are made as one scrolls; the arrow keys go from one to the next.
 * @module
 */
import { byId, element } from "./elements.js";
import { number, text } from "./texts.js";
import { VERDICTS, verdictMark, zoneName, zoneSwatch } from "./zones.js";

const PORTION = 60;

/** @param {import("./store.js").Store} store */
export function showList(store) {
	const list = byId("villages");
	const more = byId("villages-more");
	/** @type {string[]} */
	let codes = [];
	let made = 0;

	function draw() {
		if (!store.status) return;
		codes = inOrder();
		made = 0;
		list.replaceChildren();
		extend();
		byId("villages-count").textContent = text("villages_shown", { count: number(codes.length) });
		byId("villages-none").hidden = codes.length > 0;
	}

	function inOrder() {
		if (!store.status) return [];
		const { codes: known, unknown } = store.status;
		if (store.view.boundary === "unknown") return unknown;
		const order = new Intl.Collator("id", { numeric: true });
		return store
			.select()
			.map((place) => known[place])
			.sort((one, other) => order.compare(store.name(one), store.name(other)));
	}

	function extend() {
		const rows = codes.slice(made, made + PORTION).map((code, index) => row(code, made + index));
		list.append(...rows);
		made += rows.length;
		more.hidden = made >= codes.length;
	}

	/** @param {string} code @param {number} index */
	function row(code, index) {
		const letter = store.zone(code);
		const verdict = VERDICTS[store.site(code)];
		const site = verdict ? text(`verdict_${verdict}`) : text("no_site");
		const bounded = store.bounded?.has(code) !== false;
		return element(
			"li",
			{},
			element(
				"button",
				{
					type: "button",
					"data-code": code,
					tabindex: index === 0 ? 0 : -1,
					"aria-current": code === store.view.village ? "true" : undefined,
					onclick: () => store.choose(code),
				},
				zoneSwatch(letter),
				element(
					"span",
					{ class: "village-name" },
					element("b", {}, store.name(code)),
					element("span", { class: "visually-hidden" }, `, ${text(`zone_${zoneName(letter)}`)}`),
					element("span", { class: "where" }, store.whereabouts(code)),
					!bounded &&
						store.places.has(code) &&
						element("span", { class: "remark" }, text("no_boundary")),
				),
				element(
					"span",
					{ class: "village-site", title: site },
					verdict && verdictMark(verdict),
					element("span", { class: verdict ? "visually-hidden" : "where" }, site),
				),
			),
		);
	}

	/** @param {HTMLElement | null | undefined} button */
	function go(button) {
		if (!button) return;
		for (const other of list.querySelectorAll('[tabindex="0"]'))
			other.setAttribute("tabindex", "-1");
		button.setAttribute("tabindex", "0");
		button.focus();
	}

	list.addEventListener("keydown", (event) => {
		const here = document.activeElement?.closest("li");
		if (!here || !list.contains(here)) return;
		if (event.key === "End") while (made < codes.length) extend();
		if (event.key === "ArrowDown" && !here.nextElementSibling) extend();
		const target = {
			ArrowDown: here.nextElementSibling,
			ArrowUp: here.previousElementSibling,
			Home: list.firstElementChild,
			End: list.lastElementChild,
		}[event.key];
		if (target === undefined) return;
		event.preventDefault();
		go(target?.querySelector("button"));
	});
	more.addEventListener("click", extend);
	new IntersectionObserver((seen) => {
		if (seen.some((one) => one.isIntersecting)) extend();
	}).observe(more);
	store.addEventListener("village", () => {
		for (const button of list.querySelectorAll("[aria-current]"))
			button.removeAttribute("aria-current");
		const chosen = list.querySelector(`[data-code="${CSS.escape(store.view.village)}"]`);
		chosen?.setAttribute("aria-current", "true");
	});
	for (const event of ["status", "names", "view"]) store.addEventListener(event, draw);
	draw();
	/** Focus the row of a village, or the first. @param {string} code */
	return (code) =>
		go(list.querySelector(`[data-code="${CSS.escape(code)}"]`) ?? list.querySelector("button"));
}
