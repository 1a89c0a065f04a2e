/**
 * The photos of a daily report: the camera first.
 * @module
 */
import { element } from "../map/elements.js";
import { keepDraftPhoto } from "./drafts.js";
import { PhotoProblem, take } from "./photos.js";
import { needsPhoto } from "./report-content.js";
import { StorageFullError } from "./store.js";
import { distance, day as longDay } from "./texts.js";
import { thumbnail } from "./thumbnails.js";

/** So long a photo waits for the phone's position; the form goes on meanwhile. */
const PLACE_MS = 5000;

const MOST_PHOTOS = 20;

/**
 * @param {import("./report.js").State} state
 * @param {import("./report-form.js").FormContext & {changed: () => Promise<void>}} context
 */
export function photoSection(state, context) {
	const { text, village, settings, device, now, changed } = context;
	const need = element("p", { class: "report-need" });
	const list = element("ul", { class: "report-photos" });
	const busy = element("p", { class: "report-hint", role: "status" });
	const problems = element("div", { role: "alert" });
	/** @type {Promise<void>} */
	let working = Promise.resolve();
	let left = 0;

	const staying = () => state.photos.filter((one) => !one.removed);

	/** One after the other: each is held in memory in full. @param {HTMLInputElement} input
	 * @param {"camera" | "gallery"} source */
	function chosen(input, source) {
		const files = [...(input.files ?? [])];
		input.value = ""; // the same file can be chosen again
		if (!files.length) return;
		problems.replaceChildren();
		left += files.length;
		for (const file of files) {
			working = working.then(async () => {
				busy.textContent = text("photo_working", { left });
				await add(file, source);
				left -= 1;
				busy.textContent = left ? text("photo_working", { left }) : "";
			});
		}
	}

	/** @param {File} file @param {"camera" | "gallery"} source */
	async function add(file, source) {
		try {
			if (staying().length >= MOST_PHOTOS)
				throw new PhotoProblem("too_many", { most: MOST_PHOTOS });
			const taken = await take(file, {
				village,
				source,
				settings,
				subject: { kind: "report", id: state.id },
				place: await device.soon(PLACE_MS),
				now: now(),
				title: text("photo_title", { day: longDay(state.day) }),
				others: staying().map((one) => one.item?.content.original_sha256),
			});
			const { item, blob, warnings, previewUrl } = taken;
			await keepDraftPhoto({ item, blob, warnings });
			state.photos.push({ id: item.id, kept: "draft", address: previewUrl, item, blob, warnings });
			draw();
			await changed();
		} catch (problem) {
			problems.append(
				element("p", { class: "report-error" }, `${file.name}: ${whatIsWrong(problem)}`),
			);
		}
	}

	/** @param {unknown} problem */
	function whatIsWrong(problem) {
		if (problem instanceof PhotoProblem) return text(`photo_${problem.code}`, problem.values);
		if (problem instanceof StorageFullError) return text("report_full");
		console.error(problem);
		return text("photo_no_memory");
	}

	/** @param {import("./report.js").Photo} photo @param {boolean} removed */
	async function remove(photo, removed) {
		photo.removed = removed;
		draw();
		await changed();
	}

	function draw() {
		list.replaceChildren(...state.photos.map(row));
		look();
	}

	/** @param {import("./report.js").Photo} photo @param {number} index */
	function row(photo, index) {
		const name = text("photo_name", { number: index + 1 });
		if (photo.removed)
			return element(
				"li",
				{ class: "report-removed" },
				text("photo_removed", { name }),
				" ",
				element(
					"button",
					{ type: "button", class: "plain", onclick: () => remove(photo, false) },
					text("report_undo"),
				),
			);
		return element(
			"li",
			{},
			thumbnail(photo.address, name, text("photo_not_shown")),
			element(
				"div",
				{},
				photo.kept !== "draft" &&
					element("p", { class: "report-hint" }, text(`photo_kept_${photo.kept}`)),
				...photo.warnings.map(({ code, values }) =>
					element("p", { class: "report-warning" }, warning(code, values)),
				),
				photo.kept !== "sent" &&
					element(
						"button",
						{
							type: "button",
							class: "second",
							"aria-label": text("photo_remove_named", { name }),
							onclick: () => remove(photo, true),
						},
						text("photo_remove"),
					),
			),
		);
	}

	/** @param {string} code @param {Record<string, any>} values */
	function warning(code, values) {
		const said = { ...values };
		if (values.day) said.day = longDay(values.day);
		if (values.metres) said.distance = distance(values.metres);
		return text(`photo_warning_${code}`, said);
	}

	/** Said before, not only on sending: whether a photo is needed. */
	function look() {
		const count = staying().length;
		const needed = needsPhoto(state.report);
		const open = needed && count === 0;
		need.className = open ? "report-need report-need-open" : "report-need";
		need.textContent = count
			? `✓ ${text("photo_count", { count })}`
			: text(needed ? "report_photo_needed" : "photo_welcome");
	}

	/** @param {string} key @param {"camera" | "gallery"} source
	 * @param {Record<string, unknown>} properties */
	function picker(key, source, properties) {
		const input = /** @type {HTMLInputElement} */ (
			element("input", {
				type: "file",
				accept: "image/*",
				"data-source": source,
				onchange: () => chosen(input, source),
				...properties,
			})
		);
		return element("label", { class: `report-take report-take-${source}` }, input, text(key));
	}

	draw();
	return {
		element: element(
			"div",
			{},
			need,
			element(
				"div",
				{ class: "report-takes" },
				picker("photo_camera", "camera", { capture: "environment" }),
				picker("photo_gallery", "gallery", { multiple: true }),
			),
			busy,
			problems,
			list,
		),
		look,
		count: () => staying().length,
		ready: () => working,
	};
}
