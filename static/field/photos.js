/**
 * Takes a photo: made small, told where, when and of which village in its own file, and looked at
 * for what the office would ask about later.
 * @module
 */
import { exifSegment, withExif } from "./exif.js";
import { metresBetween } from "./geometry.js";
import { newId } from "./new-id.js";
import { readExif } from "./read-exif.js";
import { sha256 } from "./sha256.js";
import { PhotoProblem, shrink } from "./shrink.js";
import { keepDocument, readDocument } from "./store.js";

export { PhotoProblem, readExif };

const ORIGINALS = "photo-originals";
const ORIGINALS_KEPT = 3000;

/** What is larger is no photo from a phone; SHA-256 has to hold it in memory at once. */
const MOST_ORIGINAL_BYTES = 60 * 1024 * 1024;

/** Just taken: the phone is still where the picture was taken. */
const SAME_MOMENT_MS = 10 * 60_000;

const STALE_DAYS = 2;
const DAY_MS = 86_400_000;

/** @typedef {{latitude: number, longitude: number, accuracy_m: number | null}} Place */
/** @typedef {{code: string, values: Record<string, string | number>}} Warning */
/** @typedef {{item: any, blob: Blob, previewUrl: string, warnings: Warning[]}} Taken */

/**
 * @param {File} file as the camera or the gallery gives it
 * @param {object} circumstances
 * @param {{code: string, name: string, site?: {latitude: number, longitude: number} | null}}
 *   circumstances.village
 * @param {{kind: "report" | "site" | "parcel" | "profile", id: string | null}} circumstances.subject
 * @param {"camera" | "gallery"} circumstances.source
 * @param {any} circumstances.settings of villages.json
 * @param {Place | null} circumstances.place where the phone is
 * @param {string} circumstances.title
 * @param {Date} circumstances.now by the server's clock, as far as it is known
 * @param {string[]} [circumstances.others] SHA-256 of originals that are there already
 * @returns {Promise<Taken>}
 * @throws {PhotoProblem} the file cannot be taken
 */
export async function take(file, circumstances) {
	const { village, subject, source, settings, title, now, others = [] } = circumstances;
	if (file.size === 0) throw new PhotoProblem("damaged");
	if (file.size > MOST_ORIGINAL_BYTES) throw new PhotoProblem("too_large");
	const { jpeg } = await shrink(file, {
		longSide: settings.photo_long_side_px,
		mostBytes: settings.photo_most_bytes,
	});
	const original = await sha256(file);
	if (others.includes(original)) throw new PhotoProblem("already_here");
	const exif = await readExif(file);

	const captured_at = exif?.captured_at ?? (source === "camera" ? now.toISOString() : null);
	// The camera writes the phone's own time, so that is what it is compared with.
	const age = exif?.captured_at ? Date.now() - Date.parse(exif.captured_at) : 0;
	const justTaken = captured_at !== null && Math.abs(age) < SAME_MOMENT_MS;
	const place = justTaken ? circumstances.place : null;
	const inPhoto = exif?.latitude == null ? null : exif;

	const blob = withExif(
		jpeg,
		exifSegment({
			description: `${village.name} (${village.code})`,
			captured_at,
			offset_minutes: captured_at ? -new Date(captured_at).getTimezoneOffset() : 0,
			latitude: inPhoto?.latitude ?? place?.latitude ?? null,
			longitude: inPhoto?.longitude ?? place?.longitude ?? null,
			accuracy_m: inPhoto ? null : (place?.accuracy_m ?? null),
		}),
	);
	const content = {
		village_code: village.code,
		subject,
		size: blob.size,
		sha256: await sha256(blob),
		original_sha256: original,
		captured_at,
		source,
		latitude: place?.latitude ?? null,
		longitude: place?.longitude ?? null,
		accuracy_m: place?.accuracy_m ?? null,
		exif,
	};
	return {
		item: { id: newId(), kind: "photo", village: village.code, title, content },
		blob,
		previewUrl: URL.createObjectURL(blob),
		warnings: [
			...stale(age),
			...farAway(inPhoto ?? place, village.site, settings.far_from_site_m),
			...(await usedBefore(original)),
		],
	};
}

/** @param {number} age milliseconds @returns {Warning[]} */
function stale(age) {
	if (age < STALE_DAYS * DAY_MS) return [];
	return [{ code: "stale", values: { days: Math.floor(age / DAY_MS) } }];
}

/**
 * @param {any} place @param {any} site @param {number} most metres
 * @returns {Warning[]}
 */
function farAway(place, site, most) {
	if (!place || typeof site?.latitude !== "number") return [];
	const metres = metresBetween(place.longitude, place.latitude, site.longitude, site.latitude);
	if (metres <= most + (place.accuracy_m ?? 0)) return [];
	return [{ code: "far", values: { metres: Math.round(metres) } }];
}

/** @param {string} original @returns {Promise<Warning[]>} */
async function usedBefore(original) {
	const use = (await readDocument(ORIGINALS))?.[original];
	return use ? [{ code: "reused", values: { village: use.village, day: use.day } }] : [];
}

/**
 * Photos that were sent with something: used once more, that is said.
 * @param {any[]} items of photos
 * @param {{village: string, day: string}} use name of the village, day
 */
export async function rememberUse(items, use) {
	if (!items.length) return;
	const known = { ...(await readDocument(ORIGINALS)) };
	for (const { content } of items) known[content.original_sha256] ??= use;
	const kept = Object.entries(known).slice(-ORIGINALS_KEPT);
	await keepDocument(ORIGINALS, Object.fromEntries(kept));
}
