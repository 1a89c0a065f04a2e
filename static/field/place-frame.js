/**
 * What the pin's and the parcel's screens have in common: the map over the whole screen, a bar
 * above it, a sheet for the thumb below it.
 * @module
 */
import { element } from "../map/elements.js";
import { mapButton, VillageMap } from "./map.js";

/**
 * @param {HTMLElement} root
 * @param {{title: string, village: any, villages: any[], boundaries: any,
 *   text: (key: string, values?: Record<string, string | number>) => string,
 *   centreOnPhone: () => void}} options
 */
export function placeFrame(root, { title, village, villages, boundaries, text, centreOnPhone }) {
	const canvas = element("div", { class: "place-map" });
	const tools = element(
		"div",
		{ class: "place-tools" },
		mapButton("◎", text("place_centre_on_me"), centreOnPhone),
		mapButton("⌂", text("place_show_village"), () => map.lookAtVillage()),
		mapButton("+", text("place_closer"), () => map.zoom(1)),
		mapButton("−", text("place_farther"), () => map.zoom(-1)),
	);
	const crosshair = element("div", {
		class: "place-crosshair",
		hidden: true,
		"aria-hidden": "true",
	});
	const sheet = element("div", { class: "place-sheet" });
	root.replaceChildren(
		element(
			"div",
			{ class: "place" },
			element(
				"header",
				{ class: "place-bar" },
				element(
					"a",
					{ href: `#/${village.code}`, class: "place-back", "aria-label": text("place_back") },
					"‹",
				),
				element("h1", { tabindex: "-1" }, title, element("span", {}, village.name)),
			),
			element("div", { class: "place-middle" }, canvas, crosshair, tools),
			sheet,
		),
	);
	const map = new VillageMap(canvas, {
		code: village.code,
		boundaries,
		villages,
		label: text("place_map", { village: village.name }),
	});
	const beside = besides(root);
	for (const one of beside) one.inert = true;
	return {
		map,
		sheet,
		crosshair,
		leave() {
			for (const one of beside) one.inert = false;
			map.remove();
		},
	};
}

/** What the screen lies over. @param {HTMLElement} root @returns {HTMLElement[]} */
function besides(root) {
	const found = [];
	for (let one = root; one.parentElement && one !== document.body; one = one.parentElement) {
		found.push(...[...one.parentElement.children].filter((other) => other !== one));
	}
	return /** @type {HTMLElement[]} */ (found);
}

/**
 * Set a text only if it has changed, so that it is not read out with every fix.
 * @param {HTMLElement} holder @param {string} key what it says
 * @param {() => (Node | string)[]} make
 */
export function say(holder, key, make) {
	if (holder.dataset.said === key) return;
	holder.dataset.said = key;
	holder.replaceChildren(...make());
}
