/**
 * The parcel on the map: its line, corners that can be dragged, a handle between any two that makes
 * a new one, where the store fits, and where the line crosses itself.
 * @module
 */
import { LayerGroup, Polygon, Polyline } from "./leaflet.js";
import { COLOURS, latLngs } from "./map.js";
import { icon, marker } from "./map-marks.js";

/** Of shapes with more corners the corners cannot be dragged: they were pasted. */
const MOST_HANDLES = 60;
const FINGER = 44;
const FINGER_BETWEEN = 34;
/** Handles between corners that are so close on the screen would only be in the way, in pixels. */
const FAR_ENOUGH = 80;

export class ParcelLayer {
	/**
	 * @param {import("./map.js").VillageMap} map
	 * @param {import("./parcel-shape.js").Shape} shape
	 * @param {{chosen: (at: number) => void,
	 *   text: (key: string, values?: Record<string, string | number>) => string}} options
	 */
	constructor(map, shape, { chosen, text }) {
		this.leaflet = map.leaflet;
		this.shape = shape;
		this.chosen = chosen;
		this.text = text;
		this.group = new LayerGroup().addTo(this.leaflet);
		this.store = new LayerGroup().addTo(this.leaflet);
		/** @type {number | null} */
		this.selected = null;
		this.dragging = false;
		this.draw = this.draw.bind(this);
		this.leaflet.on("zoomend", this.draw);
	}

	draw() {
		if (this.dragging) return;
		this.group.clearLayers();
		const { corners, holes } = this.shape.now;
		if (!corners.length) return;
		this.line = this.lineOf(corners, holes).addTo(this.group);
		if (corners.length <= MOST_HANDLES) {
			for (const at of corners.keys()) this.addCorner(at);
			if (corners.length > 1) for (const at of corners.keys()) this.addBetween(at);
		}
		const { crossing } = this.shape;
		if (crossing)
			marker([crossing[1], crossing[0]], icon("crossing", "✕"), { zIndexOffset: 2000 }).addTo(
				this.group,
			);
	}

	/** @param {import("./parcel-shape.js").Corner[]} corners @param {number[][]} holes */
	lineOf(corners, holes) {
		const points = corners.map(({ latitude, longitude }) => [latitude, longitude]);
		const style = { interactive: false, color: COLOURS.shape, weight: 3 };
		if (corners.length < 3) return new Polyline(points, style);
		return new Polygon([points, ...holes.map(latLngs)], {
			...style,
			fillColor: COLOURS.shapeFill,
			fillOpacity: 0.45,
		});
	}

	/** @param {number} at */
	addCorner(at) {
		const { latitude, longitude } = this.shape.corners[at];
		const kind = at === this.selected ? "corner-chosen" : "corner";
		const handle = marker([latitude, longitude], icon(kind, String(at + 1), FINGER), {
			interactive: true,
			draggable: true,
			keyboard: true,
			title: this.text("parcel_corner", { number: at + 1 }),
		});
		handle.on("click", () => this.select(at === this.selected ? null : at));
		this.follow(handle, at, () => this.shape.move(at, placeOf(handle)));
		handle.addTo(this.group);
	}

	/** @param {number} at */
	addBetween(at) {
		const { corners } = this.shape;
		const next = corners[(at + 1) % corners.length];
		if (corners.length === 2 && at === 1) return;
		const [from, to] = [corners[at], next].map(({ latitude, longitude }) =>
			this.leaflet.latLngToContainerPoint([latitude, longitude]),
		);
		if (from.distanceTo(to) < FAR_ENOUGH) return;
		const middle = /** @type {[number, number]} */ ([
			(corners[at].latitude + next.latitude) / 2,
			(corners[at].longitude + next.longitude) / 2,
		]);
		const handle = marker(middle, icon("between", "+", FINGER_BETWEEN), {
			interactive: true,
			draggable: true,
		});
		const add = () => this.shape.add(placeOf(handle), "drawn", at + 1);
		handle.on("click", add);
		this.follow(handle, at + 0.5, add);
		handle.addTo(this.group);
	}

	/**
	 * While a handle is dragged the line follows; the shape changes when it is let go.
	 * @param {any} handle @param {number} at place in the ring, a half between two @param {() => void} done
	 */
	follow(handle, at, done) {
		handle.on("dragstart", () => {
			this.dragging = true;
		});
		handle.on("drag", () => {
			const corners = [...this.shape.corners];
			corners.splice(Math.ceil(at), Number.isInteger(at) ? 1 : 0, placeOf(handle));
			this.line.remove();
			this.line = this.lineOf(corners, this.shape.now.holes).addTo(this.group);
		});
		handle.on("dragend", () => {
			this.dragging = false;
			done();
		});
	}

	/** @param {number | null} at */
	select(at) {
		this.selected = at;
		this.chosen(at ?? -1);
		this.draw();
	}

	/** Where the store fits. @param {[number, number][] | null} rectangle longitude and latitude */
	showStore(rectangle) {
		this.store.clearLayers();
		if (!rectangle) return;
		new Polygon(
			rectangle.map(([x, y]) => [y, x]),
			{ interactive: false, color: COLOURS.store, weight: 2, dashArray: "5 4", fillOpacity: 0.25 },
		).addTo(this.store);
	}

	leave() {
		this.leaflet.off("zoomend", this.draw);
	}
}

/** @param {any} handle */
function placeOf(handle) {
	const { lat, lng } = handle.getLatLng();
	return { latitude: lat, longitude: lng };
}
