/**
 * Writes what a photo should say of itself into its own file: where and when it was taken, and of
 * which village. Only what is needed of Exif 2.32, in one APP1 segment.
 * @module
 */

const BYTE = 1;
const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;

const EXIF_POINTER = 0x8769;
const GPS_POINTER = 0x8825;

const ENTRY_BYTES = 12;
const HEADER = [0x45, 0x78, 0x69, 0x66, 0, 0]; // "Exif", then two zeros
const START_OF_TIFF = 8;

/** A segment's length is two bytes; nobody reads a longer description. */
const MOST_DESCRIPTION_BYTES = 1000;

/** Fractions of a second of arc are kept to 3 mm. */
const SECOND_PARTS = 10_000;

/** @typedef {{tag: number, type: number, count: number, bytes: Uint8Array}} Entry */

/**
 * @typedef {object} PhotoFacts
 * @property {string} description
 * @property {string | null} captured_at ISO time
 * @property {number} offset_minutes of the local time, east of Greenwich
 * @property {number | null} latitude degrees
 * @property {number | null} longitude degrees
 * @property {number | null} accuracy_m metres
 */

/**
 * The APP1 segment, with its marker.
 * @param {PhotoFacts} facts
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function exifSegment({ description, captured_at, offset_minutes, ...place }) {
	const local = captured_at ? localTime(captured_at, offset_minutes) : null;
	const exif = [
		entry(0x9000, UNDEFINED, text("0232")),
		...(local ? [ascii(0x9003, local.time), ascii(0x9011, local.offset)] : []),
	];
	const gps = gpsEntries(place, captured_at);
	const first = [
		ascii(0x010e, description, MOST_DESCRIPTION_BYTES),
		entry(0x0112, SHORT, numbers(2, [1])), // upright: the pixels have been turned
		...(local ? [ascii(0x0132, local.time)] : []),
		long(EXIF_POINTER, 0),
		...(gps.length ? [long(GPS_POINTER, 0)] : []),
	];

	// The pointers are known once the sizes are.
	const exifAt = START_OF_TIFF + sizeOf(first);
	const gpsAt = exifAt + sizeOf(exif);
	const pointing = first.map((one) =>
		one.tag === EXIF_POINTER
			? long(EXIF_POINTER, exifAt)
			: one.tag === GPS_POINTER
				? long(GPS_POINTER, gpsAt)
				: one,
	);
	const tiff = [
		...[0x4d, 0x4d, 0, 42, ...numbers(4, [START_OF_TIFF])], // "MM": most significant byte first
		...directory(pointing, START_OF_TIFF),
		...directory(exif, exifAt),
		...(gps.length ? directory(gps, gpsAt) : []),
	];
	const length = 2 + HEADER.length + tiff.length;
	return new Uint8Array([0xff, 0xe1, ...numbers(2, [length]), ...HEADER, ...tiff]);
}

/**
 * The same JPEG with the segment in it, right after its first marker.
 * @param {Blob} jpeg without Exif, as a canvas makes it
 * @param {Uint8Array<ArrayBuffer>} segment
 */
export function withExif(jpeg, segment) {
	return new Blob([jpeg.slice(0, 2), segment, jpeg.slice(2)], { type: "image/jpeg" });
}

/**
 * @param {{latitude: number | null, longitude: number | null, accuracy_m: number | null}} place
 * @param {string | null} captured_at
 * @returns {Entry[]} none without a position
 */
function gpsEntries({ latitude, longitude, accuracy_m }, captured_at) {
	if (latitude === null || longitude === null) return [];
	const utc = captured_at ? new Date(captured_at) : null;
	const clock = utc && [utc.getUTCHours(), utc.getUTCMinutes(), utc.getUTCSeconds()];
	return [
		entry(0, BYTE, new Uint8Array([2, 3, 0, 0])),
		ascii(1, latitude < 0 ? "S" : "N"),
		rationals(2, sexagesimal(latitude)),
		ascii(3, longitude < 0 ? "W" : "E"),
		rationals(4, sexagesimal(longitude)),
		...(clock
			? [
					rationals(
						7,
						clock.map((part) => [part, 1]),
					),
				]
			: []),
		ascii(0x12, "WGS-84"),
		...(utc ? [ascii(0x1d, utc.toISOString().slice(0, 10).replaceAll("-", ":"))] : []),
		...(accuracy_m === null ? [] : [rationals(0x1f, [[Math.round(accuracy_m * 10), 10]])]),
	];
}

/** Degrees, minutes and seconds, as fractions. @param {number} degrees */
function sexagesimal(degrees) {
	const parts = Math.round(Math.abs(degrees) * 3600 * SECOND_PARTS);
	const minutes = Math.floor(parts / (60 * SECOND_PARTS));
	return [
		[Math.floor(minutes / 60), 1],
		[minutes % 60, 1],
		[parts % (60 * SECOND_PARTS), SECOND_PARTS],
	];
}

/**
 * @param {string} iso @param {number} offset_minutes
 * @returns {{time: string, offset: string}} as Exif writes them
 */
function localTime(iso, offset_minutes) {
	const there = new Date(Date.parse(iso) + offset_minutes * 60_000).toISOString();
	const [hours, minutes] = [
		Math.floor(Math.abs(offset_minutes) / 60),
		Math.abs(offset_minutes) % 60,
	].map((part) => String(part).padStart(2, "0"));
	return {
		time: there.slice(0, 19).replaceAll("-", ":").replace("T", " "),
		offset: `${offset_minutes < 0 ? "-" : "+"}${hours}:${minutes}`,
	};
}

/** @param {Entry[]} entries */
function sizeOf(entries) {
	const outside = entries.filter(({ bytes }) => bytes.length > 4);
	const data = outside.reduce((sum, { bytes }) => sum + bytes.length + (bytes.length % 2), 0);
	return 2 + entries.length * ENTRY_BYTES + 4 + data;
}

/**
 * A directory of entries that is the last of its kind, and what does not fit into them.
 * @param {Entry[]} entries in the order of their tags
 * @param {number} at where in the TIFF it starts
 * @returns {number[]}
 */
function directory(entries, at) {
	const data = /** @type {number[]} */ ([]);
	const dataAt = at + 2 + entries.length * ENTRY_BYTES + 4;
	const made = numbers(2, [entries.length]);
	for (const { tag, type, count, bytes } of entries) {
		made.push(...numbers(2, [tag, type]), ...numbers(4, [count]));
		if (bytes.length <= 4) {
			made.push(...bytes, ...Array(4 - bytes.length).fill(0));
		} else {
			made.push(...numbers(4, [dataAt + data.length]));
			data.push(...bytes, ...Array(bytes.length % 2).fill(0));
		}
	}
	return [...made, 0, 0, 0, 0, ...data];
}

/** @param {number} tag @param {number} type @param {ArrayLike<number>} bytes @returns {Entry} */
function entry(tag, type, bytes) {
	const width = { [SHORT]: 2, [LONG]: 4, [RATIONAL]: 8 }[type] ?? 1;
	return { tag, type, count: bytes.length / width, bytes: Uint8Array.from(bytes) };
}

/** @param {number} tag @param {string} value @param {number} [most] bytes */
function ascii(tag, value, most = 100) {
	return entry(tag, ASCII, [...text(value).slice(0, most), 0]);
}

/** @param {number} tag @param {number} value */
function long(tag, value) {
	return entry(tag, LONG, numbers(4, [value]));
}

/** @param {number} tag @param {number[][]} fractions */
function rationals(tag, fractions) {
	return entry(tag, RATIONAL, numbers(4, fractions.flat()));
}

/** Exif says ASCII; what is not is written as UTF-8, as cameras do. @param {string} value */
function text(value) {
	return new TextEncoder().encode(value);
}

/** @param {number} width in bytes @param {number[]} values not negative @returns {number[]} */
function numbers(width, values) {
	return values.flatMap((value) =>
		Array.from(
			{ length: width },
			(_, index) => Math.floor(value / 256 ** (width - 1 - index)) & 255,
		),
	);
}
