/**
 * Makes a photo small enough to be sent, on a phone with little memory.
 * @module
 */

/** Why a file cannot be taken; `code` is that of a text, `photo_<code>`. */
export class PhotoProblem extends Error {
	/** @param {string} code @param {Record<string, string | number>} [values] */
	constructor(code, values = {}) {
		super(code);
		this.code = code;
		this.values = values;
	}
}

/** Cameras of 108 million pixels exist; what has more is no photo from a phone. */
const MOST_PIXELS = 120e6;

const QUALITIES = [0.8, 0.65, 0.5];

/** A JPEG is decoded at up to this many times the size that is wanted: that keeps it sharp. */
const OVERSAMPLING = 2;

/**
 * @param {Blob} file
 * @param {{longSide: number, mostBytes: number}} limits pixels, bytes
 * @returns {Promise<{jpeg: Blob, width: number, height: number}>} upright, and never enlarged
 */
export async function shrink(file, { longSide, mostBytes }) {
	const size = await sizeOf(file);
	if (size.width * size.height > MOST_PIXELS) throw new PhotoProblem("too_many_pixels");
	const scale = Math.min(1, longSide / Math.max(size.width, size.height));
	const width = Math.max(1, Math.round(size.width * scale));
	const height = Math.max(1, Math.round(size.height * scale));

	const canvas = document.createElement("canvas");
	canvas.width = width;
	canvas.height = height;
	const drawing = canvas.getContext("2d", { alpha: false });
	if (!drawing) throw new PhotoProblem("no_memory");
	drawing.fillStyle = "#fff"; // behind what is transparent in a PNG
	drawing.fillRect(0, 0, width, height);
	drawing.imageSmoothingQuality = "high";
	await draw(file, width, height, (picture) => drawing.drawImage(picture, 0, 0, width, height));
	try {
		for (const quality of QUALITIES) {
			const jpeg = await encode(canvas, quality);
			if (jpeg.size <= mostBytes) return { jpeg, width, height };
		}
	} finally {
		canvas.width = 0; // gives the memory back at once
	}
	throw new PhotoProblem("too_large");
}

/**
 * How large the upright picture is; only its beginning is decoded.
 * @param {Blob} file
 */
async function sizeOf(file) {
	const address = URL.createObjectURL(file);
	const picture = new Image();
	try {
		await new Promise((resolve, reject) => {
			picture.onload = resolve;
			picture.onerror = async () => reject(new PhotoProblem(await whyUnreadable(file)));
			picture.src = address;
		});
		return { width: picture.naturalWidth, height: picture.naturalHeight };
	} finally {
		picture.src = "";
		URL.revokeObjectURL(address);
	}
}

/** What is wrong with a file that the browser does not show. @param {Blob} file */
async function whyUnreadable(file) {
	const begins = String.fromCharCode(...new Uint8Array(await file.slice(0, 12).arrayBuffer()));
	if (/^....ftyp(hei|hev|mif|msf)/s.test(begins)) return "heic";
	const image = /^(\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|....ftypavif)/s.test(begins);
	return image ? "damaged" : "not_image";
}

/**
 * @param {Blob} file @param {number} width @param {number} height
 * @param {(picture: any) => void} use called while the picture is in memory
 */
async function draw(file, width, height, use) {
	const picture =
		(await decodedSmall(file, width * OVERSAMPLING, height * OVERSAMPLING)) ??
		(await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null));
	if (!picture) throw new PhotoProblem("no_memory");
	try {
		use(picture);
	} finally {
		picture.close();
	}
}

/**
 * Decodes a JPEG at a fraction of its size, which takes less memory: 95 MB instead of 265 MB
 * for 50 million pixels.
 * @param {Blob} file @param {number} desiredWidth @param {number} desiredHeight
 * @returns {Promise<any>} null where the browser cannot
 */
async function decodedSmall(file, desiredWidth, desiredHeight) {
	const Decoder = /** @type {any} */ (globalThis).ImageDecoder;
	if (!Decoder || file.type !== "image/jpeg") return null;
	const options = { type: file.type, desiredWidth, desiredHeight };
	let decoder;
	try {
		decoder = new Decoder({ ...options, data: file.stream() });
		return (await decoder.decode()).image;
	} catch {
		return null; // the other way may still read it
	} finally {
		decoder?.close();
	}
}

/** @param {HTMLCanvasElement} canvas @param {number} quality @returns {Promise<Blob>} */
function encode(canvas, quality) {
	return new Promise((resolve, reject) => {
		canvas.toBlob(
			(made) => (made ? resolve(made) : reject(new PhotoProblem("no_memory"))),
			"image/jpeg",
			quality,
		);
	});
}
