/**
 * Clicks on the map choose a village, or that of a site; the mouse over them tells which it is.
 * @module
 */
import { byId, element } from "./elements.js";
import { text } from "./texts.js";
import { verdictMark, zoneName, zoneSwatch } from "./zones.js";

/**
 * @param {any} leaflet
 * @param {ReturnType<typeof import("./layers.js").addLayers>} layers
 * @param {import("./store.js").Store} store
 */
export function showHints(leaflet, layers, store) {
	const hint = byId("hint");
	let under = "";
	leaflet.on("click", (/** @type {any} */ event) => {
		store.choose(layers.siteAt(event.containerPoint)?.code ?? layers.at(event.latlng));
	});
	leaflet.on("mousemove", (/** @type {any} */ event) => {
		const site = layers.siteAt(event.containerPoint);
		const code = site?.code ?? layers.at(event.latlng);
		leaflet.getContainer().classList.toggle("over-village", Boolean(code));
		hint.hidden = !code;
		if (code) {
			const { x, y } = event.containerPoint;
			const right = x > leaflet.getSize().x - 220;
			hint.style.transform = `translate(${x + (right ? -14 : 14)}px, ${y + 14}px) translateX(${right ? -100 : 0}%)`;
		}
		const now = site ? `${code} ${site.verdict}` : code;
		if (now === under) return;
		under = now;
		if (!code) return;
		const letter = store.zone(code);
		hint.replaceChildren(
			site ? verdictMark(site.verdict) : zoneSwatch(letter),
			element(
				"span",
				{ class: "village-name" },
				element("b", {}, store.name(code)),
				element(
					"span",
					{ class: "where" },
					text(site ? `verdict_${site.verdict}` : `zone_${zoneName(letter)}_long`),
				),
			),
		);
	});
	leaflet.on("mouseout movestart", () => {
		hint.hidden = true;
		under = "";
	});
}
