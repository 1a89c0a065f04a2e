/**
 * What a daily report holds: its fixed lists, how it begins, and when it is complete.
 * @module
 */

export const LAND_STAGES = ["none", "candidate", "surveyed", "consent", "documents", "ready"];

export const CONSTRUCTION_STAGES = [
	"none",
	"preparation",
	"foundation",
	"structure",
	"roof",
	"finishing",
	"complete",
	"operating",
];

export const BLOCKER_KINDS = [
	"wrong-area",
	"not-strategic",
	"other-village",
	"land-swap",
	"needs-fill",
	"building-on-land",
	"permit",
	"consent",
	"dispute",
	"protected-farmland",
	"other",
];

/** While these last, a report shows what it says with a photo. */
const UNDER_CONSTRUCTION = CONSTRUCTION_STAGES.slice(1, 6);

/** @param {{construction_stage: string | null}} report */
export const needsPhoto = ({ construction_stage }) =>
	UNDER_CONSTRUCTION.includes(construction_stage ?? "");

/**
 * @typedef {object} Blocker
 * @property {string} kind
 * @property {string | null} owner
 * @property {string | null} due_on
 * @property {string | null} note
 */

/**
 * @typedef {object} Report
 * @property {string | null} land_stage
 * @property {string | null} construction_stage
 * @property {number | null} percent
 * @property {Blocker[]} blockers
 * @property {string | null} note
 */

/**
 * A report begins with what is still true since the last one; its note and photos were of that day.
 * @param {any} previous the last report before it
 * @returns {Report}
 */
export function startFrom(previous) {
	return {
		land_stage: previous?.land_stage ?? null,
		construction_stage: previous?.construction_stage ?? null,
		percent: previous?.percent ?? null,
		blockers: (previous?.blockers ?? []).map(blockerOf),
		note: null,
	};
}

/** Only what a report holds. @param {any} blocker @returns {Blocker} */
export function blockerOf({ kind, owner, due_on, note }) {
	return { kind, owner: owner ?? null, due_on: due_on ?? null, note: note ?? null };
}

/**
 * Figures as people type them, with a comma too.
 * @param {string} typed
 * @returns {number | null | undefined} null: nothing; undefined: not a percentage
 */
export function readPercent(typed) {
	const plain = typed.trim().replace(/\s*%$/, "").replace(",", ".");
	if (plain === "") return null;
	const percent = /^\d{1,3}(\.\d*)?$/.test(plain) ? Number(plain) : Number.NaN;
	return percent <= 100 ? Math.round(percent * 100) / 100 : undefined;
}

/**
 * What is missing before a report can be sent: the field, and the text that says what would be
 * right.
 * @param {Report} report @param {number} photos @param {number | null | undefined} percent as typed
 * @returns {{field: string, key: string}[]}
 */
export function missing(report, photos, percent) {
	const found = [];
	if (!report.land_stage) found.push({ field: "land_stage", key: "report_choose_land" });
	if (!report.construction_stage)
		found.push({ field: "construction_stage", key: "report_choose_construction" });
	if (percent === undefined) found.push({ field: "percent", key: "report_percent_wrong" });
	if (needsPhoto(report) && photos === 0)
		found.push({ field: "photos", key: "report_photo_needed" });
	report.blockers.forEach(({ kind }, index) => {
		if (!kind) found.push({ field: `blockers.${index}.kind`, key: "report_choose_blocker" });
	});
	return found;
}

/**
 * The last report before a day, and the one of that day.
 * @param {any[]} reports newest last among those of one day
 * @param {string} day
 */
export function around(reports, day) {
	const inOrder = [...reports].sort((a, b) =>
		a.reported_on < b.reported_on ? -1 : a.reported_on > b.reported_on ? 1 : 0,
	);
	return {
		previous: inOrder.findLast(({ reported_on }) => reported_on < day) ?? null,
		same: inOrder.findLast(({ reported_on }) => reported_on === day) ?? null,
	};
}

/** A word of a list that stands by itself. @param {string} word */
export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
