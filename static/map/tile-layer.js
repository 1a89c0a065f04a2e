/**
 * Village borders at full detail, from vector tiles; coloured here, so that a change of status
 * sends no geometry.
 * @module
 */
import { GridLayer } from "./leaflet.js";
import { colour, density, fill } from "./palette.js";

export const VillageTiles = GridLayer.extend({
	/**
	 * @param {string} template address with {z}, {x} and {y}
	 * @param {import("./store.js").Store} store
	 * @param {object} options
	 */
	initialize(template, store, options) {
		this.template = template;
		this.store = store;
		GridLayer.prototype.initialize.call(this, options);
	},

	createTile(coords, done) {
		const size = this.getTileSize();
		const canvas = document.createElement("canvas");
		canvas.width = size.x * density;
		canvas.height = size.y * density;
		canvas.villages = [];
		this.load(coords)
			.then((villages) => {
				canvas.villages = villages;
				this.paint(canvas);
				done(null, canvas);
			})
			.catch((problem) => done(problem, canvas));
		return canvas;
	},

	async load({ x, y, z }) {
		const address = this.template.replace("{z}", z).replace("{x}", x).replace("{y}", y);
		const [reply, { decodeVillages }] = await Promise.all([
			fetch(address, { credentials: "same-origin" }),
			import("./decode.js"),
		]);
		if (!reply.ok) throw new Error(`${reply.status} ${address}`);
		if (reply.status === 204) return [];
		return decodeVillages(await reply.arrayBuffer());
	},

	/** Draw all tiles anew, with the colours of now. */
	redrawTiles() {
		for (const { el } of Object.values(this._tiles)) this.paint(el);
	},

	paint(canvas) {
		const context = canvas.getContext("2d");
		context.setTransform(1, 0, 0, 1, 0, 0);
		context.clearRect(0, 0, canvas.width, canvas.height);
		context.lineJoin = "round";
		let chosen = null;
		for (const village of canvas.villages) {
			trace(context, village, canvas.width);
			context.fillStyle = fill(this.store.zone(village.code), this.store.shows(village.code));
			context.fill("evenodd");
			context.strokeStyle = colour("border-tile");
			context.lineWidth = density;
			context.stroke();
			if (village.code === this.store.view.village) chosen = village;
		}
		if (!chosen) return;
		trace(context, chosen, canvas.width);
		for (const [name, width] of [
			["halo", 7],
			["chosen", 3.5],
		]) {
			context.strokeStyle = colour(name);
			context.lineWidth = width * density;
			context.stroke();
		}
	},

	/** The code of the village at a place, if its tile is there. @param {any} place LatLng */
	at(place) {
		if (this._tileZoom === undefined) return undefined;
		const size = this.getTileSize();
		const point = this._map.project(place, this._tileZoom).unscaleBy(size);
		const tile = this._tiles[`${Math.floor(point.x)}:${Math.floor(point.y)}:${this._tileZoom}`];
		const [x, y] = [point.x % 1, point.y % 1];
		return tile?.el.villages.find((village) =>
			holds(village, x * village.extent, y * village.extent),
		)?.code;
	},
});

function trace(context, { rings, extent }, width) {
	const scale = width / extent;
	context.beginPath();
	for (const ring of rings) {
		ring.forEach(({ x, y }, index) => {
			if (index) context.lineTo(x * scale, y * scale);
			else context.moveTo(x * scale, y * scale);
		});
		context.closePath();
	}
}

function holds({ rings }, x, y) {
	let inside = false;
	for (const ring of rings) {
		for (let at = 1; at < ring.length; at += 1) {
			const [from, to] = [ring[at - 1], ring[at]];
			if (from.y > y !== to.y > y) {
				const crossing = from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x);
				if (crossing > x) inside = !inside;
			}
		}
	}
	return inside;
}
