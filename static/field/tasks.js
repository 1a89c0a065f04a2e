/**
 * What a village needs today.
 * @module
 */

/**
 * @typedef {object} Task
 * @property {"site" | "parcel" | "report"} kind
 * @property {"missing" | "flagged" | "due" | "repair" | null} need null: nothing
 * @property {"waiting" | "received" | null} done on this phone, or at the server already
 */

/** The view in which it is done. */
export const VIEWS = { site: "pin", parcel: "parcel", report: "report" };

/**
 * @param {any} village of the document, with `pending`
 * @param {string} today
 * @returns {Task[]} in the order in which they are best done
 */
export function tasksOf(village, today) {
	return [siteTask(village), reportTask(village, today), parcelTask(village)].sort(
		(one, other) => rank(one) - rank(other),
	);
}

const ORDER = ["site missing", "report due", "site flagged", "parcel missing"];

/** What was refused comes first. Land may be missing for months: the day's report goes before it. @param {Task} task */
const rank = ({ kind, need }) => (need ? ORDER.indexOf(`${kind} ${need}`) : ORDER.length);

/** @param {any} village @returns {Task} */
function siteTask({ site, pending }) {
	const mine = ofPhone("site", pending.site);
	if (mine) {
		const told = pending.site.reply?.site;
		if (mine.done === "received" && told && isFlagged(told)) return { ...mine, need: "flagged" };
		return mine;
	}
	if (!site) return { kind: "site", need: "missing", done: null };
	return { kind: "site", need: isFlagged(site) ? "flagged" : null, done: null };
}

/** @param {any} village @returns {Task} */
function parcelTask({ parcel, pending }) {
	const mine = ofPhone("parcel", pending.parcel);
	return mine ?? { kind: "parcel", need: parcel ? null : "missing", done: null };
}

/** @param {any} village @param {string} today @returns {Task} */
function reportTask({ report, pending }, today) {
	const mine = ofPhone("report", pending.report);
	if (mine && (mine.need || pending.report.content.reported_on === today)) return mine;
	if (report?.reported_on === today) return { kind: "report", need: null, done: "received" };
	return { kind: "report", need: "due", done: null };
}

/** @param {Task["kind"]} kind @param {import("./queue.js").Item | null} item @returns {Task | null} */
function ofPhone(kind, item) {
	if (!item) return null;
	if (item.state === "attention") return { kind, need: "repair", done: null };
	return { kind, need: null, done: item.state === "received" ? "received" : "waiting" };
}

/** Whether somebody has to go and look again. @param {any} site */
export function isFlagged(site) {
	if (site.verified) return false;
	return (
		["outside", "unresolved", "uncertain"].includes(site.verdict) ||
		site.flags.some((/** @type {any} */ flag) => flag.severity !== "info" && !flag.waived)
	);
}

/**
 * Where a task is done. What somebody else changed meanwhile is first compared.
 * @param {any} village @param {Task} task
 */
export function addressOf(village, { kind, need }) {
	const item = need === "repair" ? village.pending[kind] : null;
	if (item?.problem?.current) return "#/waiting";
	return `#/${village.code}/${VIEWS[kind]}${item ? `/${item.id}` : ""}`;
}

/** Whether today's report is made, also where it still waits. @param {Task[]} tasks */
export const isReported = (tasks) => tasks.some((task) => task.kind === "report" && task.done);
