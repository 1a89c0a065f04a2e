/**
 * One village: what is known, what is wrong with it and how it is put right, and what waits.
 * @module
 */
import { element } from "../map/elements.js";
import { described, titleOf } from "./describe.js";
import { keepDrawn } from "./drawing.js";
import { flagList, verdictLine } from "./findings.js";
import { itemRow } from "./item-row.js";
import { isUnsent } from "./queue.js";
import { addressOf, tasksOf } from "./tasks.js";
import { day, number, text } from "./texts.js";

/** @type {import("./router.js").View["show"]} */
export async function show(root, { code, documents, queue }) {
	const drawn = await keepDrawn(root, async () => {
		const known = await documents.villages();
		const village = known?.villages.find((/** @type {any} */ one) => one.code === code);
		const items = (await queue.list()).filter((item) => item.village === code && isUnsent(item));
		return [
			...(village ? sections(village, known.today) : [element("h1", {}, code), unknown(known)]),
			items.length > 0 &&
				element(
					"section",
					{},
					element("h2", {}, text("village_waiting")),
					element("ul", { class: "items" }, ...items.map((item) => itemRow(item, {}))),
				),
		];
	});
	return drawn.end;
}

/** @param {any} known */
function unknown(known) {
	return element("p", { class: "notice" }, text(known ? "village_not_yours" : "day_nothing_yet"));
}

/** @param {any} village @param {string} today */
function sections(village, today) {
	const tasks = Object.fromEntries(tasksOf(village, today).map((task) => [task.kind, task]));
	return [
		element(
			"header",
			{},
			element("h1", {}, village.name),
			element(
				"p",
				{ class: "where" },
				[village.district, village.regency, village.code].filter(Boolean).join(" · "),
			),
			village.is_model &&
				element("p", {}, element("span", { class: "badge" }, `★ ${text("model")}`)),
		),
		section(village, tasks.site, siteFacts(village.site)),
		section(village, tasks.parcel, parcelFacts(village)),
		section(village, tasks.report, reportFacts(village.report)),
	];
}

/** @param {any} village @param {import("./tasks.js").Task} task @param {(Node | null | false)[]} facts */
function section(village, task, facts) {
	const { kind, need, done } = task;
	return element(
		"section",
		{ class: "facts" },
		element("h2", {}, text(`kind_${kind}`)),
		done &&
			element(
				"p",
				{ class: "made" },
				`${done === "waiting" ? "◷" : "✓"} ${text(`task_${kind}_${done}`)}`,
			),
		...facts,
		element(
			"a",
			{
				class: need ? "big" : "big second",
				href: addressOf(village, task),
			},
			text(`task_${kind}_${need ?? "again"}`),
		),
	);
}

/** @param {any} site */
function siteFacts(site) {
	if (!site) return [nothing("site")];
	return [
		verdictLine(site),
		site.verified && element("p", {}, `✓ ${text("site_verified")}`),
		site.pinned_at &&
			element(
				"p",
				{ class: "where" },
				text("pinned", { day: day(site.pinned_at), name: site.pinned_by ?? "–" }),
			),
		flagList(site.flags),
	];
}

/** @param {any} village */
function parcelFacts({ parcel, declared }) {
	if (!parcel) {
		return [
			nothing("parcel"),
			declared?.area_m2 &&
				element("p", { class: "where" }, text("declared_area", { area: number(declared.area_m2) })),
		];
	}
	return [
		element(
			"p",
			{},
			element("strong", {}, `${number(Math.round(parcel.area_m2))} m²`),
			" ",
			parcel.fits ? `✓ ${text("store_fits")}` : `! ${text("store_does_not_fit")}`,
		),
		flagList(parcel.flags),
	];
}

/** @param {any} report */
function reportFacts(report) {
	if (!report) return [nothing("report")];
	const shown = ["reported_on", "land_stage", "construction_stage", "percent", "blockers", "note"];
	const rows = described(report).filter(([field]) => shown.includes(field));
	return [
		element(
			"p",
			{ class: "where" },
			titleOf({ ...report, kind: "report", title: "", content: report }),
		),
		element(
			"dl",
			{},
			...rows
				.filter(([field]) => field !== "reported_on")
				.flatMap(([, name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
		),
		flagList(report.flags),
	];
}

/** @param {string} kind */
const nothing = (kind) => element("p", { class: "where" }, text(`${kind}_none`));
