/**
 * My day: the officer's villages with what each needs, the nearest first.
 * @module
 */
import { element } from "../map/elements.js";
import { keepDrawn } from "./drawing.js";
import { taskMark } from "./marks.js";
import { metresBetween, whereabouts } from "./nearness.js";
import { addressOf, isReported, tasksOf } from "./tasks.js";
import { day, distance, language, number, text } from "./texts.js";

/** @type {import("./router.js").View["show"]} */
export async function show(root, { documents }) {
	/** @type {{latitude: number, longitude: number} | null} */
	let here = null;
	let mayAsk = false;

	async function draw() {
		const known = await documents.villages();
		if (!known) return [heading(null), element("p", { class: "notice" }, text("day_nothing_yet"))];
		const rows = inOrder(known, here);
		const open = rows.filter((row) => !row.isDone);
		const done = rows.filter((row) => row.isDone);
		const reported = rows.filter((row) => isReported(row.tasks)).length;
		return [
			heading(known),
			element(
				"p",
				{ class: "count", role: "status" },
				element("span", {}, text("day_reported", counted(reported, rows.length))),
				element("progress", { max: rows.length || 1, value: reported, "aria-hidden": "true" }),
			),
			!rows.length && element("p", { class: "notice" }, text("day_no_villages")),
			mayAsk &&
				element(
					"button",
					{ type: "button", class: "second", onclick: locate },
					text("day_nearest"),
				),
			rows.length > 0 &&
				!open.length &&
				element("p", { class: "notice notice-good" }, `✓ ${text("day_all_done")}`),
			element("ul", { class: "cards" }, ...open.map(card)),
			done.length > 0 &&
				element(
					"details",
					{ class: "folded", "data-key": "done" },
					element("summary", {}, `✓ ${text("day_done", { count: number(done.length) })}`),
					element("ul", { class: "cards" }, ...done.map(card)),
				),
		];
	}

	async function locate() {
		here = await whereabouts();
		mayAsk = false;
		await drawn.again();
	}

	const drawn = await keepDrawn(root, draw);
	askedBefore().then((permission) => {
		mayAsk = permission === "prompt";
		if (permission === "granted") locate();
		else if (mayAsk) drawn.again();
	});
	return drawn.end;
}

/** @param {any} known */
function heading(known) {
	return element(
		"header",
		{ class: "day" },
		element("h1", {}, text("day_title")),
		known && element("p", { class: "where" }, day(known.today)),
	);
}

/** @param {any} known @param {{latitude: number, longitude: number} | null} here */
function inOrder(known, here) {
	const order = new Intl.Collator(language, { numeric: true });
	return known.villages
		.map((/** @type {any} */ village) => {
			const tasks = tasksOf(village, known.today);
			const away = here && metresBetween(here, placeOf(village));
			return { village, tasks, away, isDone: tasks.every((task) => !task.need) };
		})
		.sort(
			(/** @type {any} */ one, /** @type {any} */ other) =>
				(one.away ?? Number.POSITIVE_INFINITY) - (other.away ?? Number.POSITIVE_INFINITY) ||
				order.compare(one.village.name, other.village.name),
		);
}

/** The site, or the middle of the village. @param {any} village */
function placeOf({ site, centroid }) {
	if (typeof site?.latitude === "number" && site.verdict !== "outside") return site;
	return centroid && { latitude: centroid[0], longitude: centroid[1] };
}

/** @param {{village: any, tasks: import("./tasks.js").Task[], away: number | null}} row */
function card({ village, tasks, away }) {
	const needed = tasks.filter((task) => task.need);
	const made = tasks.filter((task) => task.done && !task.need);
	return element(
		"li",
		{ class: "card", "data-code": village.code },
		element(
			"a",
			{ class: "card-head", href: `#/${village.code}` },
			element("b", {}, village.name),
			village.is_model && element("span", { class: "badge" }, `★ ${text("model")}`),
			element(
				"span",
				{ class: "where" },
				[village.district, typeof away === "number" && distance(away)].filter(Boolean).join(" · "),
			),
		),
		element(
			"div",
			{ class: "tasks" },
			...needed.map((task, index) => taskLink(village, task, index === 0)),
			...made.map((task) =>
				element(
					"span",
					{ class: "made" },
					task.done === "waiting" ? "◷ " : "✓ ",
					text(`task_${task.kind}_${task.done}`),
				),
			),
		),
	);
}

/** @param {any} village @param {import("./tasks.js").Task} task @param {boolean} first */
function taskLink(village, task, first) {
	const { kind, need } = task;
	const name = text(`task_${kind}_${need}`);
	return element(
		"a",
		{
			class: `task ${first ? "task-first" : ""} task-${need}`,
			href: addressOf(village, task),
			"aria-label": `${name}, ${village.name}`,
		},
		taskMark(kind),
		element("span", {}, need === "due" || need === "missing" ? name : `! ${name}`),
	);
}

/** @param {number} count @param {number} all */
const counted = (count, all) => ({ count: number(count), all: number(all) });

async function askedBefore() {
	try {
		return (await navigator.permissions.query({ name: "geolocation" })).state;
	} catch {
		return "geolocation" in navigator ? "prompt" : "denied";
	}
}
