/**
 * What an item, or what the server has in its place, says: names and values for people.
 * @module
 */
import { day, distance, hasText, moment, number, size, text } from "./texts.js";

/** What is not for people, or is said elsewhere. */
const SILENT = new Set([
	"village_code",
	"device",
	"mock_location",
	"fix_age_s",
	"corners",
	"subject",
	"sha256",
	"original_sha256",
	"exif",
	"confirmed",
	"latitude",
	"longitude",
	"verdict",
]);
const SQUARE_METRES = new Set(["declared_area_m2", "area_m2"]);

/**
 * @param {any} content
 * @returns {[string, string, string][]} field, its name and its value
 */
export function described(content) {
	const fields = Object.entries(content).filter(([field]) => !SILENT.has(field));
	/** @type {[string, any][]} */
	const all =
		typeof content.latitude === "number"
			? [["position", `${content.latitude}, ${content.longitude}`], ...fields]
			: fields;
	return all
		.map(
			([field, value]) =>
				/** @type {[string, string, string]} */ ([field, fieldName(field), said(field, value)]),
		)
		.filter(([, , value]) => value !== "");
}

/** @param {string} field @param {any} value */
function said(field, value) {
	if (value === null || value === undefined || value === "") return "";
	if (typeof value === "boolean") return text(value ? "yes" : "no");
	if (field === "reported_on" || field === "due_on") return day(value);
	if (field === "captured_at") return moment(value);
	if (field === "accuracy_m") return distance(value);
	if (field === "percent") return `${number(value)} %`;
	if (field === "size") return size(value);
	if (field === "geometry")
		return text("corners_count", { count: number((value.coordinates?.[0]?.length ?? 1) - 1) });
	if (field === "photos") return value.length ? number(value.length) : "";
	if (field === "blockers")
		return value
			.map((/** @type {any} */ { kind: blocker, owner, due_on, note }) =>
				[named(`blocker_${blocker}`, blocker), owner, due_on && day(due_on), note]
					.filter(Boolean)
					.join(", "),
			)
			.join("; ");
	if (SQUARE_METRES.has(field)) return `${number(value)} m²`;
	if (typeof value === "number") return number(value);
	if (field === "land_stage" || field === "construction_stage" || field === "owner")
		return named(`${field}_${value}`, value);
	if (field === "consent" || field === "method") return named(`${field}_${value}`, value);
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A field as people call it: `blockers.0.kind` is one of the blockers. @param {string} field */
export const fieldName = (field) => named(`field_${field.split(".")[0]}`, field);

/** @param {string} key @param {string} otherwise */
const named = (key, otherwise) => (hasText(key) ? text(key) : otherwise);

/** "Daily report, 15 January 2026" @param {import("./queue.js").Item} item */
export function titleOf({ kind, title, content }) {
	if (title) return title;
	return kind === "report"
		? text("kind_report_of", { day: day(content.reported_on) })
		: text(`kind_${kind}`);
}
