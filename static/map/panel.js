/**
 * Everything the map says about the chosen village: zone, since when and why, cooperative, site.
 * @module
 */
import { byId, element } from "./elements.js";
import { readJson, SignedOutError } from "./requests.js";
import { day, distance, position, text } from "./texts.js";
import { verdictMark, zoneLetter, zoneName, zoneSwatch } from "./zones.js";

/**
 * @param {import("./store.js").Store} store
 * @param {object} options
 * @param {string} options.address with {code}
 * @param {(place: {latitude: number, longitude: number}) => void} options.look go there on the map
 * @param {(details: any) => void} options.told called with the details, or null
 * @param {(code: string) => void} options.closed gives the focus back
 */
export function showPanel(store, { address, look, told, closed }) {
	const panel = byId("village");
	const overview = byId("overview");
	const content = byId("village-content");
	const title = byId("village-title");
	let asked = "";
	let from = /** @type {Element | null} */ (null);

	async function draw() {
		const code = store.view.village;
		told(null);
		asked = code;
		panel.hidden = !code;
		overview.hidden = Boolean(code);
		if (!code) return;
		from ??= document.activeElement;
		title.textContent = store.name(code);
		byId("village-where").textContent = store.whereabouts(code);
		byId("village-swatch").replaceChildren(zoneSwatch(store.zone(code)));
		content.replaceChildren(element("p", { class: "where" }, text("loading")));
		content.setAttribute("aria-busy", "true");
		title.focus({ preventScroll: true });
		panel.scrollTop = 0;
		try {
			const details = await readJson(address.replace("{code}", encodeURIComponent(code)), {
				cache: "no-cache",
			});
			if (asked !== code) return;
			content.replaceChildren(...sections(details));
			told(details);
		} catch (problem) {
			if (asked !== code) return;
			const signedOut = problem instanceof SignedOutError;
			content.replaceChildren(
				element("p", { role: "alert" }, text(signedOut ? "signed_out" : "failed")),
			);
		} finally {
			if (asked === code) content.removeAttribute("aria-busy");
		}
	}

	function close() {
		const code = store.view.village;
		if (!code) return;
		store.choose("");
		const back = /** @type {HTMLElement | null} */ (from);
		from = null;
		if (back?.isConnected && back !== document.body && back.offsetParent) back.focus();
		else closed(code);
	}

	/** @param {any} village */
	function sections(village) {
		if (!village.in_roster) {
			return [element("p", { class: "note" }, text("unknown_village")), siteSection(village)];
		}
		return [
			zoneSection(village),
			village.has_boundary === false && element("p", { class: "note" }, text("no_boundary_long")),
			siteSection(village),
			cooperativeSection(village),
		].filter(Boolean);
	}

	/** @param {any} village */
	function zoneSection({ zone, since, reasons }) {
		const letter = zoneLetter(zone);
		const name = text(`zone_${zoneName(letter)}_long`);
		return element(
			"section",
			{ class: `zone-section zone-${zoneName(letter)}` },
			element(
				"p",
				{ class: "zone-line" },
				element("strong", {}, name),
				since ? ` ${text("since", { day: day(since) })}` : "",
			),
			reasons.length
				? element(
						"ul",
						{},
						...reasons.map((/** @type {any} */ reason) => element("li", {}, reason.text)),
					)
				: zone && element("p", {}, text("nothing_open")),
		);
	}

	/** @param {any} village */
	function siteSection({ site }) {
		if (!site) {
			return element(
				"section",
				{},
				element("h3", {}, text("site")),
				element("p", {}, text("no_site_long")),
			);
		}
		const placed = site.latitude !== null && site.latitude !== undefined;
		return element(
			"section",
			{},
			element("h3", {}, text("site")),
			element(
				"p",
				{ class: "verdict-line" },
				verdictMark(site.verdict),
				element("strong", {}, text(`verdict_${site.verdict}`)),
				element("span", {}, fromBoundary(site)),
			),
			element(
				"dl",
				{},
				...(placed ? pair(text("position"), position(site.latitude, site.longitude)) : []),
				...(site.raw ? pair(text("as_written"), element("code", {}, site.raw)) : []),
				...(site.accuracy_m ? pair(text("accuracy"), distance(site.accuracy_m)) : []),
			),
			placed && showButton(text("show_site"), site),
			site.flags.length ? element("h4", {}, text("findings")) : null,
			element(
				"ul",
				{ class: "flags" },
				...site.flags.map((/** @type {any} */ flag) => finding(flag)),
			),
		);
	}

	/** How far from its village's boundary a site is. @param {any} site */
	function fromBoundary({ distance_m: metres }) {
		if (typeof metres !== "number") return "";
		return text(metres < 0 ? "far_inside" : "far_outside", {
			distance: distance(Math.abs(metres)),
		});
	}

	/** @param {any} flag */
	function finding({ severity, message, repair, waived }) {
		return element(
			"li",
			{ class: `flag flag-${severity}` },
			element("b", {}, text(`severity_${severity}`)),
			` ${message}`,
			waived ? element("em", {}, ` ${text("waived")}`) : null,
			repair &&
				element(
					"div",
					{ class: "repair" },
					element("b", {}, text("repair")),
					` ${position(repair.latitude, repair.longitude)}`,
					repair.how && element("span", { class: "where" }, repair.how),
					showButton(text("show_repair"), repair),
				),
		);
	}

	/** @param {any} village */
	function cooperativeSection({ cooperative, code, kind }) {
		const status = cooperative?.portal_status;
		return element(
			"section",
			{},
			element("h3", {}, text("cooperative")),
			element(
				"dl",
				{},
				...(cooperative?.name ? pair(text("name"), cooperative.name) : []),
				...(status ? pair(text("portal"), text(`portal_${status}`)) : []),
				...(kind ? pair(text("kind"), text(`kind_${kind}`)) : []),
				...pair(text("code"), code),
			),
		);
	}

	/** @param {string} label @param {{latitude: number, longitude: number}} place */
	function showButton(label, place) {
		return element("button", { type: "button", class: "link", onclick: () => look(place) }, label);
	}

	byId("village-close").addEventListener("click", close);
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape" && !event.defaultPrevented) close();
	});
	store.addEventListener("village", draw);
	store.addEventListener("names", () => {
		if (!store.view.village) return;
		title.textContent = store.name(store.view.village);
		byId("village-where").textContent = store.whereabouts(store.view.village);
	});
	/** @type {string | undefined} */
	let colour;
	store.addEventListener("status", () => {
		const now = store.view.village && store.zone(store.view.village);
		if (store.view.village && colour !== undefined && colour !== now) draw();
		colour = now;
	});
	if (store.view.village) draw();
}

/** @param {string} term @param {Node | string} meaning */
function pair(term, meaning) {
	return [element("dt", {}, term), element("dd", {}, meaning)];
}
