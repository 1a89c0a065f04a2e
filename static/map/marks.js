/**
 * The signs of sites on the canvas: each verdict has a shape and a sign of its own.
 * @module
 */
import { colour } from "./palette.js";
import { MARKS } from "./zones.js";

/** Corners of the shapes, for a radius of 1. @type {Record<string, [number, number][]>} */
const SHAPES = {
	uncertain: [
		[0, -1.25],
		[1.25, 0],
		[0, 1.25],
		[-1.25, 0],
	],
	outside: [
		[0, -1.35],
		[1.3, 0.95],
		[-1.3, 0.95],
	],
	unresolved: [
		[-1, -1],
		[1, -1],
		[1, 1],
		[-1, 1],
	],
};

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} kind a verdict, `repair`, or `centre` of a village without a boundary
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {number} density
 */
export function drawMark(context, kind, x, y, radius, density) {
	const shape = SHAPES[kind];
	context.beginPath();
	if (shape) {
		for (const [right, down] of shape) context.lineTo(x + right * radius, y + down * radius);
		context.closePath();
	} else {
		context.arc(x, y, radius, 0, 2 * Math.PI);
	}
	context.lineJoin = "round";
	context.strokeStyle = colour("halo");
	context.lineWidth = 3.5 * density;
	context.stroke();
	const hollow = kind === "repair" || kind === "centre";
	context.fillStyle = colour(hollow ? "halo" : `verdict-${kind}`);
	context.fill();
	context.strokeStyle = colour(hollow ? "chosen" : "mark-edge");
	context.lineWidth = (hollow ? 2.5 : 1) * density;
	if (kind === "centre") context.setLineDash([4 * density, 3 * density]);
	context.stroke();
	context.setLineDash([]);
	context.fillStyle = colour("halo");
	context.font = `700 ${radius * 1.4}px ${colour("font")}`;
	context.textAlign = "center";
	context.textBaseline = "middle";
	context.fillText(MARKS[kind] ?? "", x, y + radius * (kind === "outside" ? 0.25 : 0.08));
}
