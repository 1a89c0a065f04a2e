/**
 * What is known of a village on the day: beside the pointer in short, and on a card in full.
 * @module
 */
import { byId, element } from "../map/elements.js";
import { number, text } from "../map/texts.js";

/** @type {Record<string, string>} */
const SIGNS = { reported: "✓", missing: "!", unexpected: "–" };

/** @param {string} state */
function swatch(state) {
	return element(
		"span",
		{ class: `swatch-state state-${state}`, "aria-hidden": "true" },
		element("b", {}, SIGNS[state]),
	);
}

/**
 * The village under the pointer, while it moves.
 * @param {any} leaflet
 * @param {(place: any) => import("./day.js").Village | undefined} at
 */
export function showHint(leaflet, at) {
	const hint = byId("hint");
	let under = "";
	leaflet.on("mousemove", (/** @type {any} */ event) => {
		const village = at(event.latlng);
		leaflet.getContainer().classList.toggle("over-village", Boolean(village));
		hint.hidden = !village;
		if (!village) return;
		const { x, y } = event.containerPoint;
		const right = x > leaflet.getSize().x - 220;
		hint.style.transform = `translate(${x + (right ? -14 : 14)}px, ${y + 14}px) translateX(${right ? -100 : 0}%)`;
		if (village.code === under) return;
		under = village.code;
		hint.replaceChildren(
			swatch(village.state),
			element(
				"span",
				{},
				element("b", {}, village.name),
				element("span", { class: "where" }, shortly(village)),
				element("span", { class: "where" }, village.officers.join(", ")),
			),
		);
	});
	leaflet.on("mouseout movestart", () => {
		hint.hidden = true;
	});
}

/**
 * The chosen village.
 * @param {import("./day.js").Day} day
 * @param {(code: string) => boolean} onMap
 * @param {() => void} closed
 */
export function showCard(day, onMap, closed) {
	const card = byId("card");
	function draw() {
		const village = day.chosen;
		card.hidden = !village;
		if (village) card.replaceChildren(...content(village, onMap(village.code), closed));
		else card.replaceChildren();
	}
	day.addEventListener("village", draw);
	draw();
}

/** @param {import("./day.js").Village} village @param {boolean} onMap @param {() => void} closed */
function content(village, onMap, closed) {
	const { report } = village;
	const facts = /** @type {[string, string | undefined | false][]} */ ([
		["officer", village.officers.join(", ") || text("officers_none")],
		["last_report", !report && lastReport(village)],
		["stage", report?.stage],
		["percent", report && percent(report)],
		["land", report?.land],
		["blockers", report?.blockers],
		["findings", report?.findings],
		["photos", report?.photos !== undefined && number(report.photos)],
		["note", report?.note],
	]);
	return [
		element(
			"header",
			{},
			swatch(village.state),
			element(
				"div",
				{},
				element("h3", { id: "card-title", tabindex: "-1" }, village.name),
				element("p", { class: "where" }, [village.district, village.regency].join(", ")),
			),
			element(
				"button",
				{ type: "button", class: "close", "aria-label": text("close"), onclick: closed },
				element("span", { "aria-hidden": "true" }, "×"),
			),
		),
		element("p", { class: "state" }, text(`state_${village.state}`)),
		!onMap && element("p", { class: "where" }, text("no_boundary")),
		element(
			"dl",
			{},
			...facts.flatMap(([name, value]) =>
				value ? [element("dt", {}, text(name)), element("dd", {}, value)] : [],
			),
		),
	].filter((part) => part instanceof Node);
}

/** @param {import("./day.js").Village} village */
function shortly(village) {
	const { report } = village;
	if (!report) return [text(`state_${village.state}`), lastReport(village)].join(" · ");
	return [report.stage, percent(report)].filter(Boolean).join(" · ") || text("state_reported");
}

/** @param {import("./day.js").Village} village */
function lastReport({ days }) {
	if (days === null) return text("never");
	return days === 1 ? text("day_ago") : text("days_ago", { count: number(days) });
}

/** @param {import("./day.js").Told} report */
function percent(report) {
	if (report.percent === undefined) return "";
	const change = report.change
		? ` (${text("points", { points: `${report.change > 0 ? "+" : "−"}${number(Math.abs(report.change))}` })})`
		: "";
	return `${number(report.percent)}%${change}`;
}
