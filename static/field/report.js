/**
 * The daily report of a cooperative: yesterday's answers are there already, and what is sent waits
 * in the queue until the office has it.
 * @module
 */
import { element } from "../map/elements.js";
import { plusDays } from "./days.js";
import { watchDevice } from "./device.js";
import { draftOf, readDraftPhoto } from "./drafts.js";
import { newId } from "./new-id.js";
import { rememberUse } from "./photos.js";
import { questions } from "./plausible.js";
import { isUnsent } from "./queue.js";
import { around, blockerOf, startFrom } from "./report-content.js";
import { reportForm } from "./report-form.js";
import { lastKnown } from "./session.js";
import { StorageFullError } from "./store.js";
import { day as sayDay } from "./texts.js";
import { pictureOf, release } from "./thumbnails.js";

const FIRST_DAY = "2025-01-01";

/**
 * @typedef {object} Photo
 * @property {string} id
 * @property {"draft" | "waiting" | "sent"} kept where it is
 * @property {string} address of its picture
 * @property {any} [item]
 * @property {Blob} [blob]
 * @property {any[]} warnings
 * @property {boolean} [removed] until it is sent, that can be undone
 */

/**
 * @typedef {object} State of the form
 * @property {string} id
 * @property {string | null} base
 * @property {string} day
 * @property {import("./report-content.js").Report} report
 * @property {string} percentTyped
 * @property {Photo[]} photos
 * @property {string[]} confirmed questions
 * @property {any} previous report
 * @property {any} same what is there for this day already
 * @property {any} problem that the server had with it
 * @property {string | null} draftFrom ISO time
 */

/**
 * @param {HTMLElement} root
 * @param {{code: string, item?: string, documents: any, queue: any,
 *   navigate: (address: string) => void, text: (key: string, values?: Record<string, any>) => string}} context
 * @returns {Promise<() => void>} leaves it
 */
export async function show(root, { code, item, documents, queue, navigate, text }) {
	const known = await documents.villages();
	const village = known?.villages.find((/** @type {any} */ one) => one.code === code);
	if (!village) {
		root.replaceChildren(element("p", { role: "alert" }, text("report_no_village")));
		return () => {};
	}
	const { clock_error_s, person } = await lastKnown();
	const now = () => new Date(Date.now() - (clock_error_s ?? 0) * 1000);
	const today = () => documents.today(known.time_zone, clock_error_s);
	const device = watchDevice(() => form?.deviceChanged());
	const dayBox = element("div", { class: "report-day" });
	const place = element("div", {});
	/** @type {any} */
	let form = null;
	/** @type {State | null} */
	let state = null;
	let opening = 0;

	root.replaceChildren(
		element(
			"div",
			{ class: "report" },
			element("h1", { tabindex: "-1" }, text("report_heading")),
			element("p", { class: "report-village" }, `${village.name} · ${village.district}`),
			dayBox,
			place,
		),
	);

	/** @param {string} day */
	async function open(day) {
		opening += 1;
		const mine = opening;
		const opened = await begin(day);
		if (mine !== opening) return; // another day was chosen meanwhile
		leaveForm();
		state = opened;
		drawDay(day);
		form = reportForm(state, {
			text,
			village,
			settings: known.settings,
			device,
			now,
			today: today(),
			keep: () => keep(opened),
			send: () => send(opened),
			startAgain: () => startAgain(opened),
		});
		place.replaceChildren(form.element);
	}

	/** @param {string} day @returns {Promise<State>} */
	async function begin(day) {
		const { previous, same, item } = await reportsAround(day);
		const draft = await draftOf(code, day).read();
		const report = draft?.report ?? (same ? reportOf(same) : startFrom(previous));
		/** @type {string[]} */
		const announced = draft?.photos ?? same?.photos ?? [];
		const asked = questions(report, previous, day);
		return {
			id: draft?.id ?? same?.id ?? newId(),
			base: draft ? draft.base : (same?.tag ?? null),
			day,
			report,
			percentTyped: draft?.percentTyped ?? asTyped(report.percent),
			photos: (await Promise.all(announced.map(photoOf))).map((one) => ({
				...one,
				removed: draft?.removed?.includes(one.id) ?? false,
			})),
			confirmed:
				draft?.confirmed ??
				asked.filter((one) => same?.confirmed?.includes(one.code)).map((one) => one.id),
			previous,
			same,
			problem: item?.problem ?? null,
			draftFrom: draft?.saved_at ?? null,
		};
	}

	/** What the office and the queue know of this day and the one before. @param {string} day */
	async function reportsAround(day) {
		const items = (await queue.list()).filter(
			(/** @type {any} */ one) =>
				one.kind === "report" &&
				one.village === code &&
				one.person === person?.username &&
				one.state !== "discarded",
		);
		const asReport = (/** @type {any} */ one) => ({
			...one.content,
			id: one.id,
			tag: one.reply?.tag ?? one.base ?? null,
		});
		const reports = [
			...items.filter((/** @type {any} */ one) => !isUnsent(one)).map(asReport),
			...(village.report ? [village.report] : []),
			...items.filter(isUnsent).map(asReport),
		];
		const found = around(reports, day);
		return { ...found, item: items.find((/** @type {any} */ one) => one.id === found.same?.id) };
	}

	/** @param {string} id @returns {Promise<Photo>} */
	async function photoOf(id) {
		const draft = await readDraftPhoto(id);
		if (draft) {
			const address = URL.createObjectURL(draft.blob);
			return { id, kept: "draft", address, ...draft };
		}
		const item = await queue.get(id);
		const waits = item && isUnsent(item);
		return {
			id,
			item,
			kept: waits ? "waiting" : "sent",
			address: await pictureOf(id),
			warnings: [],
		};
	}

	/** @param {State} kept */
	function keep(kept) {
		return draftOf(code, kept.day).keep({
			id: kept.id,
			base: kept.base,
			report: kept.report,
			percentTyped: kept.percentTyped,
			photos: kept.photos.map((one) => one.id),
			removed: kept.photos.filter((one) => one.removed).map((one) => one.id),
			confirmed: kept.confirmed,
			saved_at: new Date().toISOString(),
		});
	}

	/** @param {State} left */
	async function startAgain(left) {
		if (!confirm(text("report_start_again_sure"))) return;
		await draftOf(code, left.day).forget(draftPhotos(left).map((one) => one.id));
		await open(left.day);
	}

	/**
	 * Report and photos go into the queue together, or not at all.
	 * @param {State} sent
	 * @returns {Promise<string | null>} why not
	 */
	async function send(sent) {
		const photos = sent.photos.filter((one) => !one.removed);
		const asked = questions(sent.report, sent.previous, sent.day);
		const codes = asked.filter((one) => sent.confirmed.includes(one.id)).map((one) => one.code);
		if (form.farConfirmed()) codes.push("report-far-from-site");
		const content = {
			village_code: code,
			reported_on: sent.day,
			...sent.report,
			device: device.current(),
			photos: photos.map((one) => one.id),
			confirmed: [...new Set(codes)],
			captured_at: now().toISOString(),
		};
		const subject = { kind: "report", id: sent.id };
		const added = photos
			.filter((one) => one.kept === "draft")
			.map(({ item, blob }) => ({
				item: { ...item, content: { ...item.content, subject } },
				blob,
			}));
		try {
			await intoQueue(sent, content, added);
		} catch (problem) {
			return text(problem instanceof StorageFullError ? "report_full" : "report_not_kept");
		}
		try {
			const use = { village: village.name, day: sent.day };
			await rememberUse(
				added.map(({ item }) => item),
				use,
			);
			await draftOf(code, sent.day).forget(draftPhotos(sent).map((one) => one.id));
		} catch {
			// it is in the queue, and that is what counts
		}
		navigate(`#/${code}`);
		return null;
	}

	/** @param {State} sent @param {any} content @param {any[]} added photos */
	async function intoQueue(sent, content, added) {
		const item = await queue.get(sent.id);
		const title = text("report_title", { day: sayDay(sent.day) });
		if (!item) {
			const { id, base } = sent;
			await queue.add([{ id, kind: "report", village: code, content, base, title }, ...added]);
			return;
		}
		// An edited one: photos that an earlier try has brought in already are not brought in again.
		const there = await Promise.all(added.map(({ item: { id } }) => queue.get(id)));
		await queue.add(added.filter((_, index) => !there[index]));
		if (item.problem?.current) await queue.sendAnyway(item.id);
		await queue.replace(item.id, content);
		for (const one of sent.photos)
			if (one.removed && one.kept === "waiting") await queue.discard(one.id);
	}

	/** @param {string} day */
	function drawDay(day) {
		const last = today();
		const field = /** @type {HTMLInputElement} */ (
			element("input", {
				type: "date",
				id: "report-day",
				value: day,
				min: FIRST_DAY,
				max: last,
				onchange: () => {
					if (field.value && field.validity.valid) open(field.value);
					else field.value = day;
				},
			})
		);
		const step = (
			/** @type {number} */ days,
			/** @type {string} */ key,
			/** @type {string} */ sign,
		) =>
			element(
				"button",
				{
					type: "button",
					class: "second report-step",
					"aria-label": text(key),
					disabled: days > 0 ? day >= last : day <= FIRST_DAY,
					onclick: () => open(plusDays(day, days)),
				},
				sign,
			);
		dayBox.replaceChildren(
			element(
				"label",
				{ for: "report-day" },
				element("strong", {}, dayName(day, last)),
				` ${sayDay(day)}`,
			),
			step(-1, "report_day_before", "‹"),
			field,
			step(1, "report_day_after", "›"),
		);
	}

	/** @param {string} day @param {string} last */
	function dayName(day, last) {
		if (day === last) return text("report_today");
		return text(day === plusDays(last, -1) ? "report_yesterday" : "report_earlier");
	}

	function leaveForm() {
		for (const one of state?.photos ?? []) release(one.address);
		form = null;
	}

	const edited = item ? await queue.get(item) : null;
	await open(edited?.content.reported_on ?? today());
	return () => {
		opening += 1;
		device.stop();
		leaveForm();
	};
}

/** @param {State} state */
const draftPhotos = (state) => state.photos.filter((one) => one.kept === "draft");

/** @param {number | null} percent */
const asTyped = (percent) => (percent === null ? "" : String(percent).replace(".", ","));

/** @param {any} report @returns {import("./report-content.js").Report} */
function reportOf({ land_stage, construction_stage, percent, blockers, note }) {
	return {
		land_stage: land_stage ?? null,
		construction_stage: construction_stage ?? null,
		percent: percent ?? null,
		blockers: (blockers ?? []).map(blockerOf),
		note: note ?? null,
	};
}
