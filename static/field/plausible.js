/**
 * What is asked on the spot because it seldom is so: an answer costs a tap now, and a journey later.
 * @module
 */
import { daysBetween } from "./days.js";
import { CONSTRUCTION_STAGES, LAND_STAGES } from "./report-content.js";

/** More points than this in a day are seldom built. */
const JUMP_POINTS = 25;

/**
 * @typedef {object} Question
 * @property {string} code told to the server if it is confirmed; most are codes of its flags
 * @property {string} field which answer it is about
 * @property {string} key of its text
 * @property {{before?: string | number | null, now?: string | number | null, day?: string}} values
 *   percentages, or keys of texts
 * @property {string} id another one when the figures are others: a confirmation is of these figures
 * @property {number} [instead] a percentage that would be plausible
 */

/**
 * @param {import("./report-content.js").Report} report
 * @param {any} previous the last report before it, or null
 * @param {string} day of the report
 * @returns {Question[]}
 */
export function questions(report, previous, day) {
	return [
		...sincePrevious(report, previous, day),
		...withinItself(report).map((one) => ({ code: "report-inconsistent", ...one })),
	].map((one) => ({
		...one,
		id: [one.key, one.values.before, one.values.now].join(" "),
	}));
}

/**
 * @param {import("./report-content.js").Report} report @param {any} previous @param {string} day
 * @returns {Omit<Question, "id">[]}
 */
function sincePrevious(report, previous, day) {
	if (!previous) return [];
	const found = [];
	for (const [field, stages] of /** @type {const} */ ([
		["land_stage", LAND_STAGES],
		["construction_stage", CONSTRUCTION_STAGES],
	])) {
		const [before, now] = [previous[field], report[field]];
		if (now && before && stages.indexOf(now) < stages.indexOf(before))
			found.push({
				code: "progress-decreased",
				field,
				key: `report_ask_${field}_back`,
				values: {
					before: `${field}_${before}`,
					now: `${field}_${now}`,
					day: previous.reported_on,
				},
			});
	}
	const [before, now] = [previous.percent ?? null, report.percent];
	if (before === null || now === null) return found;
	const days = Math.max(1, daysBetween(previous.reported_on, day));
	const values = { before, now, day: previous.reported_on };
	const about = { field: "percent", values, instead: before };
	if (now < before)
		found.push({ code: "progress-decreased", key: "report_ask_percent_less", ...about });
	else if (now - before > JUMP_POINTS * days)
		found.push({ code: "progress-jump", key: "report_ask_percent_jump", ...about });
	return found;
}

/**
 * @param {import("./report-content.js").Report} report
 * @returns {Omit<Question, "id" | "code">[]}
 */
function withinItself({ land_stage, construction_stage, percent }) {
	const found = [];
	const built = construction_stage === "complete" || construction_stage === "operating";
	const values = { before: `construction_stage_${construction_stage}`, now: percent };
	if (built && percent !== null && percent < 100)
		found.push({ field: "percent", key: "report_ask_built_below_100", values, instead: 100 });
	if (construction_stage && !built && percent === 100)
		found.push({ field: "percent", key: "report_ask_100_not_built", values });
	if (construction_stage === "none" && percent)
		found.push({ field: "percent", key: "report_ask_percent_not_begun", values, instead: 0 });
	if (
		construction_stage &&
		construction_stage !== "none" &&
		(land_stage === "none" || land_stage === "candidate")
	)
		found.push({
			field: "construction_stage",
			key: "report_ask_built_without_land",
			values: {
				before: `land_stage_${land_stage}`,
				now: `construction_stage_${construction_stage}`,
			},
		});
	return found;
}
