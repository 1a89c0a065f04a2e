/**
 * Finds a village by its name: a combobox as ARIA describes it. Names occur twice, so district and
 * regency always stand beside them.
 * @module
 */
import { byId, element } from "./elements.js";
import { number, text } from "./texts.js";
import { zoneName, zoneSwatch } from "./zones.js";

const MOST = 12;

/** @param {string} written */
const plain = (written) =>
	written
		.normalize("NFD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}.]+/gu, " ")
		.trim();

/** @param {import("./store.js").Store} store */
export function showSearch(store) {
	const input = /** @type {HTMLInputElement} */ (byId("search"));
	const options = byId("search-options");
	const outcome = byId("search-outcome");
	/** @type {string[]} */
	let found = [];
	let active = -1;

	/** @param {string} wanted @returns {string[]} codes, the best first */
	function find(wanted) {
		/** @type {[number, string, string][]} */
		const ranked = [];
		for (const code of store.places.keys()) {
			const name = plain(store.names.get(code) ?? "");
			const rank = rankOf(wanted, name, code);
			if (rank < 4) ranked.push([rank, name, code]);
		}
		ranked.sort((one, other) => one[0] - other[0] || (one[1] < other[1] ? -1 : 1));
		return ranked.map(([, , code]) => code);
	}

	function draw() {
		const wanted = plain(input.value);
		const all = wanted.length > 1 ? find(wanted) : [];
		found = all.slice(0, MOST);
		active = -1;
		input.removeAttribute("aria-activedescendant");
		options.replaceChildren(
			...found.map((code, index) =>
				element(
					"li",
					{
						id: `search-option-${index}`,
						role: "option",
						"aria-selected": "false",
						onpointerdown: (/** @type {Event} */ event) => event.preventDefault(),
						onclick: () => take(index),
					},
					zoneSwatch(store.zone(code)),
					element(
						"span",
						{ class: "village-name" },
						element("b", {}, store.name(code)),
						element(
							"span",
							{ class: "visually-hidden" },
							`, ${text(`zone_${zoneName(store.zone(code))}`)}`,
						),
						element("span", { class: "where" }, store.whereabouts(code)),
					),
				),
			),
		);
		open(found.length > 0);
		if (wanted.length < 2) outcome.textContent = "";
		else outcome.textContent = text("search_found", { count: number(all.length) });
		outcome.classList.toggle("visually-hidden", wanted.length < 2 || all.length > 0);
	}

	/** @param {boolean} wanted */
	function open(wanted) {
		options.hidden = !wanted;
		input.setAttribute("aria-expanded", String(wanted));
	}

	/** @param {number} index */
	function move(index) {
		active = (index + found.length) % found.length;
		[...options.children].forEach((option, place) => {
			option.setAttribute("aria-selected", String(place === active));
		});
		input.setAttribute("aria-activedescendant", `search-option-${active}`);
		options.children[active].scrollIntoView({ block: "nearest" });
	}

	/** @param {number} index */
	function take(index) {
		const code = found[index];
		if (!code) return;
		open(false);
		input.value = store.name(code);
		store.choose(code);
	}

	input.addEventListener("input", draw);
	input.addEventListener("focus", () => open(found.length > 0 && input.value !== ""));
	input.addEventListener("blur", () => open(false));
	input.addEventListener("keydown", (event) => {
		if (event.key === "Escape" && !options.hidden) {
			event.stopPropagation();
			open(false);
		} else if (event.key === "Escape") {
			input.value = "";
			draw();
		} else if (event.key === "Enter") {
			event.preventDefault();
			take(Math.max(active, 0));
		} else if (event.key === "ArrowDown" && found.length) {
			event.preventDefault();
			if (options.hidden) open(true);
			move(active + 1);
		} else if (event.key === "ArrowUp" && found.length) {
			event.preventDefault();
			move(active < 0 ? found.length - 1 : active - 1);
		}
	});
	store.addEventListener("names", () => {
		if (document.activeElement === input && input.value) draw();
	});
}

/** @param {string} wanted @param {string} name @param {string} code */
function rankOf(wanted, name, code) {
	if (name === wanted) return 0;
	if (name.startsWith(wanted)) return 1;
	if (name.includes(` ${wanted}`)) return 2;
	if (name.includes(wanted) || code.startsWith(wanted)) return 3;
	return 4;
}
