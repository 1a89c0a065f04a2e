/**
 * How many villages are green, yellow and red: for the province and each regency, and why. The
 * table is the legend of the map as well; a click filters.
 * @module
 */
import { byId, element } from "./elements.js";
import { shortName } from "./store.js";
import { number, ruleText, share, text } from "./texts.js";
import { ZONES, zoneName, zoneSwatch } from "./zones.js";

/** @typedef {import("./store.js").Store} Store */

/** @param {Store} store */
export function showOverview(store) {
	const draw = () => {
		if (!store.status) return;
		drawTotals(store);
		drawRegencies(store);
		drawReasons(store);
		drawFilters(store);
	};
	for (const event of ["status", "names", "view"]) store.addEventListener(event, draw);
	byId("filter-clear").addEventListener("click", () => store.showEverything());
	for (const name of /** @type {("regency" | "reason")[]} */ (["regency", "reason"])) {
		const select = /** @type {HTMLSelectElement} */ (byId(`filter-${name}`));
		select.addEventListener("change", () => store.show({ [name]: select.value }));
	}
	draw();
}

/** Large figures, which switch a zone on and off. @param {Store} store */
function drawTotals(store) {
	const places = store.select({ zone: "" });
	const counts = store.count(places);
	keepFocus(byId("totals"), () =>
		ZONES.map((letter) => {
			const pressed = store.view.zone.includes(letter);
			return element(
				"button",
				{
					type: "button",
					class: `total total-${zoneName(letter)}`,
					"aria-pressed": String(pressed),
					"data-key": letter,
					onclick: () => store.show({ zone: toggled(store.view.zone, letter) }),
				},
				zoneSwatch(letter),
				element("span", { class: "total-name" }, text(`zone_${zoneName(letter)}`)),
				element(
					"span",
					{ class: "total-figures" },
					element("strong", {}, number(counts[letter])),
					" ",
					element("span", {}, share(counts[letter], places.length)),
				),
			);
		}),
	);
	const { regency } = store.view;
	byId("totals-area").textContent = regency
		? store.name(regency)
		: byId("totals-area").dataset.province || text("all_regencies");
	byId("totals-count").textContent = text("villages_count", { count: number(places.length) });
	const undecided = counts["-"];
	byId("totals-undecided").textContent = undecided
		? text("undecided_count", { count: number(undecided) })
		: "";
}

/** @param {string} zones @param {string} letter */
function toggled(zones, letter) {
	return ZONES.filter((one) => (one === letter) !== zones.includes(one)).join("");
}

/** @param {Store} store */
function drawRegencies(store) {
	const rows = store.regencies.map(([code, name]) => {
		const counts = store.count(store.select({ regency: code, zone: "" }));
		const total = counts.g + counts.y + counts.r + counts["-"];
		const chosen = store.view.regency === code;
		return element(
			"tr",
			{ class: chosen ? "chosen" : "" },
			element(
				"th",
				{ scope: "row" },
				element(
					"button",
					{
						type: "button",
						"aria-pressed": String(chosen),
						"data-key": code,
						onclick: () => store.show({ regency: chosen ? "" : code }),
					},
					shortName(name),
				),
				bar(counts, total),
			),
			...ZONES.map((letter) => element("td", {}, number(counts[letter]))),
			element("td", { class: "sum" }, number(total)),
		);
	});
	const counts = store.count(store.select({ regency: "", zone: "" }));
	const total = counts.g + counts.y + counts.r + counts["-"];
	keepFocus(byId("regencies"), () => rows);
	byId("regencies-total").replaceChildren(
		element("th", { scope: "row" }, text("all_regencies")),
		...ZONES.map((letter) => element("td", {}, number(counts[letter]))),
		element("td", { class: "sum" }, number(total)),
	);
}

/** @param {Record<string, number>} counts @param {number} total */
function bar(counts, total) {
	const made = element("span", { class: "shares", "aria-hidden": "true" });
	for (const letter of ZONES) {
		const part = element("span", { class: `share-${zoneName(letter)}` });
		part.style.flexGrow = String(total ? counts[letter] / total : 0);
		made.append(part);
	}
	return made;
}

/** Why villages are not green, the most frequent reason first. @param {Store} store */
function drawReasons(store) {
	const reasons = reasonCounts(store);
	const most = Math.max(1, ...reasons.map(([, count]) => count));
	keepFocus(byId("reasons"), () =>
		reasons.map(([rule, count]) => {
			const chosen = store.view.reason === rule;
			const length = element("span", { class: "reason-bar", "aria-hidden": "true" });
			length.style.width = `${(count / most) * 100}%`;
			return element(
				"li",
				{},
				element(
					"button",
					{
						type: "button",
						"aria-pressed": String(chosen),
						"data-key": rule,
						onclick: () => store.show({ reason: chosen ? "" : rule }),
					},
					element("span", { class: "reason-text" }, ruleText(rule)),
					element("strong", {}, number(count)),
					length,
				),
			);
		}),
	);
	byId("reasons-none").hidden = reasons.length > 0;
}

/** @param {Store} store @returns {[string, number][]} */
function reasonCounts(store) {
	const shown = new Set(store.select({ reason: "" }));
	const reasons = Object.entries(store.status?.reasons ?? {});
	return reasons
		.map(
			([rule, places]) =>
				/** @type {[string, number]} */ ([rule, places.filter((place) => shown.has(place)).length]),
		)
		.filter(([rule, count]) => count > 0 || rule === store.view.reason)
		.sort(([, one], [, other]) => other - one);
}

/** @param {Store} store */
function drawFilters(store) {
	fillSelect(
		"filter-regency",
		store.regencies.map(([code, name]) => [code, shortName(name)]),
		store.view.regency,
	);
	fillSelect(
		"filter-reason",
		Object.keys(store.status?.reasons ?? {}).map((rule) => [rule, ruleText(rule)]),
		store.view.reason,
	);
	byId("filter-clear").hidden = !store.filtered;
	const special =
		/** @type {[string, string, Partial<import("./address.js").View>, boolean][]} */ ([
			["boundary", "without_boundary", { boundary: "none" }, store.view.boundary === "none"],
			[
				"unreported",
				"without_report",
				{ reason: "nothing-reported" },
				store.view.reason === "nothing-reported",
			],
			["unknown", "with_unknown_code", { boundary: "unknown" }, store.view.boundary === "unknown"],
		]);
	keepFocus(byId("special"), () =>
		special.map(([key, label, change, pressed]) => {
			const off = Object.fromEntries(Object.keys(change).map((name) => [name, ""]));
			const count =
				key === "unknown"
					? (store.status?.unknown.length ?? 0)
					: store.select({
							regency: store.view.regency,
							zone: "",
							reason: "",
							boundary: "",
							...change,
						}).length;
			if (key === "unknown" && count === 0) return null;
			return element(
				"button",
				{
					type: "button",
					class: "chip",
					"aria-pressed": String(pressed),
					"data-key": key,
					onclick: () => {
						store.show(pressed ? off : change);
						document.dispatchEvent(new CustomEvent("tab", { detail: "villages" }));
					},
				},
				text(label, { count: number(count) }),
			);
		}),
	);
}

/** @param {string} id @param {string[][]} options @param {string} value */
function fillSelect(id, options, value) {
	const select = /** @type {HTMLSelectElement} */ (byId(id));
	const wanted = ["", ...options.map(([code]) => code)].join();
	if (select.dataset.options !== wanted) {
		select.dataset.options = wanted;
		select.replaceChildren(
			select.options[0],
			...options.map(([code, name]) => element("option", { value: code }, name)),
		);
	}
	select.value = value;
}

/**
 * Replace what an element holds; the button that had the focus has it again.
 * @param {HTMLElement} holder
 * @param {() => HTMLElement[]} make
 */
function keepFocus(holder, make) {
	const active = /** @type {HTMLElement | null} */ (document.activeElement);
	const key = holder.contains(active) ? active?.dataset.key : undefined;
	holder.replaceChildren(...make().filter((made) => made !== null));
	if (key) {
		/** @type {HTMLElement | null} */ (
			holder.querySelector(`[data-key="${CSS.escape(key)}"]`)
		)?.focus();
	}
}
