/**
 * Draws the whole province on a canvas: fills by zone, then the borders.
 * @module
 */

import { BORDERS } from "./coverage.js";
import { Canvas } from "./leaflet.js";
import { colour, density, fill } from "./palette.js";

/** @type {Record<string, {width: number, from: number}>} */
const LINES = {
	village: { width: 0.5, from: 9.5 },
	district: { width: 0.8, from: 8.5 },
	regency: { width: 1.6, from: 0 },
	coast: { width: 1, from: 0 },
};

/**
 * A canvas over the map whose path coordinates are those of the coverage.
 */
export const WorldCanvas = Canvas.extend({
	options: { padding: 0.1 },

	/** Leaflet's own paths are not drawn here. */
	_updatePaths() {
		if (!this._postponeUpdatePaths) this._draw();
	},

	_initContainer() {
		this._container = document.createElement("canvas");
		this._container.setAttribute("aria-hidden", "true");
		this._ctx = this._container.getContext("2d");
	},

	_destroyContainer() {
		cancelAnimationFrame(this._frame);
		this._container.remove();
		this._container = undefined;
	},

	getContainer() {
		return this._container;
	},

	/** Draw anew at the next frame. */
	redraw() {
		cancelAnimationFrame(this._frame);
		this._frame = requestAnimationFrame(() => {
			if (this._map && !this._map._animatingZoom) this._draw();
		});
		return this;
	},

	_draw() {
		if (!this._bounds || !this._container) return;
		const context = this._ctx;
		const { width, height } = this._container;
		context.setTransform(1, 0, 0, 1, 0, 0);
		context.clearRect(0, 0, width, height);
		this.paint(context, this.view());
	},

	/** Where the coverage's origin lies on the canvas, and how large its unit is. */
	view() {
		const { origin } = this.options;
		const scale = 2 ** this._zoom;
		const corner = this._map.getPixelOrigin().add(this._bounds.min);
		return {
			zoom: this._zoom,
			scale: scale * density,
			x: (origin.x * scale - corner.x) * density,
			y: (origin.y * scale - corner.y) * density,
			width: this._container.width,
			height: this._container.height,
		};
	},
});

export const CoverageLayer = WorldCanvas.extend({
	/**
	 * @param {import("./coverage.js").Coverage} coverage
	 * @param {import("./store.js").Store} store
	 */
	initialize(coverage, store) {
		Canvas.prototype.initialize.call(this, { origin: coverage.origin });
		this.coverage = coverage;
		this.store = store;
	},

	/** What a village is filled with. @param {string} code @returns {CanvasPattern | string} */
	fillOf(code) {
		return fill(this.store.zone(code), this.store.shows(code));
	},

	paint(context, view) {
		/** @type {Map<CanvasPattern | string, any[]>} */
		const groups = new Map();
		const [west, north] = [-view.x / view.scale, -view.y / view.scale];
		const east = west + view.width / view.scale;
		const south = north + view.height / view.scale;
		for (const village of this.coverage.villages) {
			const { box, code } = village;
			if (box[0] > east || box[2] < west || box[1] > south || box[3] < north) continue;
			const style = this.fillOf(code);
			const group = groups.get(style);
			if (group) group.push(village);
			else groups.set(style, [village]);
		}
		const inCoverage = () => context.setTransform(view.scale, 0, 0, view.scale, view.x, view.y);
		const onScreen = () => context.setTransform(1, 0, 0, 1, 0, 0);
		for (const [style, villages] of groups) {
			inCoverage();
			context.beginPath();
			for (const village of villages) this.coverage.trace(context, village);
			onScreen();
			context.fillStyle = style;
			context.fill("evenodd");
		}
		context.lineJoin = "round";
		for (const kind of BORDERS) {
			const { width, from } = LINES[kind];
			if (view.zoom < from) continue;
			inCoverage();
			context.beginPath();
			this.coverage.traceBorders(context, kind);
			onScreen();
			context.strokeStyle = colour(`border-${kind}`);
			context.lineWidth = width * density;
			context.stroke();
		}
	},
});
