/**
 * The map of one village: its boundary, the neighbours with their names, pins and parcels that are
 * known, and the phone. No base map, so that it is the same without a network.
 * @module
 */
import { element } from "../map/elements.js";
import {
	Circle,
	CircleMarker,
	LatLngBounds,
	LayerGroup,
	LeafletMap,
	Polygon,
	scale,
} from "./leaflet.js";
import { NameLabels } from "./map-labels.js";
import { icon, marker } from "./map-marks.js";
import { villagesOf } from "./verdict.js";

/** Canvas cannot read the style sheet. */
export const COLOURS = {
	own: "#0b3d78",
	ownFill: "#ffffff",
	neighbour: "#5d6b78",
	parcel: "#8a4b00",
	phone: "#0b5394",
	shape: "#a8121a",
	shapeFill: "#f4cf58",
	store: "#12603a",
};

const WHOLE_PROVINCE = [
	[-9.2, 115.7],
	[-8, 119.4],
];
const CLOSE = 17;
/** Leaflet leaves out a move that is asked for while another one is under way. */
const AT_ONCE = { animate: false };
/** The buttons stand on the right. */
const AROUND = { paddingTopLeft: [24, 24], paddingBottomRight: [64, 24] };

/** @param {ArrayLike<number>} ring @returns {[number, number][]} as Leaflet wants it */
export function latLngs(ring) {
	const points = [];
	for (let i = 0; i < ring.length; i += 2) points.push([ring[i + 1], ring[i]]);
	return /** @type {[number, number][]} */ (points);
}

export class VillageMap {
	/**
	 * @param {HTMLElement} container
	 * @param {{code: string, boundaries: import("./verdict.js").Boundaries | null, villages: any[],
	 *   label: string}} options `villages` are those of the officer's document
	 */
	constructor(container, { code, boundaries, villages, label }) {
		this.code = code;
		/** @type {any} bounds that are shown as a whole, until the officer moves the map */
		this.fitted = null;
		this.outlines = boundaries ? villagesOf(boundaries) : new Map();
		this.leaflet = new LeafletMap(container, {
			attributionControl: false,
			zoomControl: false,
			preferCanvas: true,
			zoomSnap: 0.5,
			maxZoom: 21,
			minZoom: 7,
			maxBoundsViscosity: 1,
			...(matchMedia("(prefers-reduced-motion: reduce)").matches
				? { fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false }
				: {}),
		});
		container.setAttribute("role", "application");
		container.setAttribute("aria-label", label);
		this.lookAtVillage(villages);
		scale({ imperial: false, position: "bottomleft" }).addTo(this.leaflet);
		this.drawOutlines();
		this.drawKnown(villages);
		this.phone = new LayerGroup().addTo(this.leaflet);
		// where the tests find it
		Object.assign(container, { villageMap: this });
		this.resized = new ResizeObserver(() => this.fill());
		container.addEventListener("pointerdown", () => {
			this.fitted = null;
		});
		this.resized.observe(container);
	}

	drawOutlines() {
		for (const { code, polygons } of this.outlines.values()) {
			if (code === this.code) continue;
			this.outline(polygons, {
				color: COLOURS.neighbour,
				weight: 1,
				fill: false,
			});
		}
		const own = this.outlines.get(this.code);
		if (own) {
			this.outline(own.polygons, {
				color: COLOURS.own,
				weight: 3.5,
				fillColor: COLOURS.ownFill,
				fillOpacity: 1,
			});
		}
		this.labels = new NameLabels(this.leaflet, [...this.outlines.values()], this.code);
	}

	/** @param {import("./geometry.js").Polygon[]} polygons @param {object} style */
	outline(polygons, style) {
		const rings = polygons.map((polygon) => polygon.map(latLngs));
		new Polygon(rings, { interactive: false, smoothFactor: 0.5, ...style }).addTo(this.leaflet);
	}

	/** Pins and parcels of the officer's villages. @param {any[]} villages */
	drawKnown(villages) {
		for (const { code, site: known, parcel: line, pending } of villages) {
			const site = pending?.site?.content ?? known;
			const parcel = pending?.parcel?.content ?? line;
			if (parcel?.geometry?.coordinates) {
				const rings = parcel.geometry.coordinates.map((/** @type {number[][]} */ ring) =>
					ring.map(([x, y]) => [y, x]),
				);
				new Polygon(rings, {
					interactive: false,
					color: COLOURS.parcel,
					weight: 2,
					fillOpacity: 0.15,
				}).addTo(this.leaflet);
			}
			if (typeof site?.latitude === "number") {
				// whose pin it is, the name of the village says that it stands in
				const kind = code === this.code ? "known" : "others";
				marker([site.latitude, site.longitude], icon(kind)).addTo(this.leaflet);
			}
		}
	}

	/** The room for the map has changed: what was shown as a whole is shown so again. */
	fill() {
		this.leaflet.invalidateSize({ animate: false });
		if (this.fitted) this.lookAtBounds(this.fitted);
	}

	/** @param {any} bounds */
	lookAtBounds(bounds) {
		this.fitted = bounds;
		this.leaflet.fitBounds(bounds, { ...AROUND, ...AT_ONCE, maxZoom: 19 });
	}

	/** The village's boundary, and places beside it. @param {{latitude: number, longitude: number}} place */
	lookAtVillageAnd(place) {
		const box = this.outlines.get(this.code)?.box;
		if (!box || !Number.isFinite(box[0])) return this.lookAt(place);
		this.lookAtAll([
			place,
			{ latitude: box[1], longitude: box[0] },
			{ latitude: box[3], longitude: box[2] },
		]);
	}

	/** Show the whole village; without a boundary, its centre. @param {any[]} [villages] */
	lookAtVillage(villages) {
		this.centroid ??= villages?.find(({ code }) => code === this.code)?.centroid;
		const box = this.outlines.get(this.code)?.box;
		if (box && Number.isFinite(box[0])) {
			const bounds = new LatLngBounds([box[1], box[0]], [box[3], box[2]]);
			this.lookAtBounds(bounds);
		} else if (this.centroid) {
			this.leaflet.setView(this.centroid, 14);
		} else {
			this.leaflet.fitBounds(WHOLE_PROVINCE);
		}
	}

	/** @param {{latitude: number, longitude: number}} place @param {number} [zoom] at least */
	lookAt({ latitude, longitude }, zoom = CLOSE) {
		this.fitted = null;
		const now = this.leaflet.getZoom();
		this.leaflet.setView([latitude, longitude], Math.max(now, zoom), AT_ONCE);
	}

	/** Show several places at once. @param {{latitude: number, longitude: number}[]} places */
	lookAtAll(places) {
		const bounds = new LatLngBounds(places.map(({ latitude, longitude }) => [latitude, longitude]));
		this.lookAtBounds(bounds);
	}

	/** @param {number} steps */
	zoom(steps) {
		this.fitted = null;
		this.leaflet.setZoom(this.leaflet.getZoom() + steps);
	}

	/** The place under the crosshair. */
	middle() {
		const { lat, lng } = this.leaflet.getCenter().wrap();
		return { latitude: lat, longitude: lng };
	}

	/** Where the phone is, as a dot in the circle of its accuracy. @param {import("./fixes.js").Average | null} average */
	showPhone(average) {
		this.phone.clearLayers();
		if (!average) return;
		const at = [average.latitude, average.longitude];
		new Circle(at, {
			radius: average.accuracy_m,
			interactive: false,
			color: COLOURS.phone,
			weight: 1.5,
			fillOpacity: 0.12,
		}).addTo(this.phone);
		new CircleMarker(at, {
			radius: 7,
			interactive: false,
			color: "#fff",
			weight: 2.5,
			fillColor: COLOURS.phone,
			fillOpacity: 1,
		}).addTo(this.phone);
	}

	remove() {
		this.resized.disconnect();
		this.labels?.remove();
		this.leaflet.remove();
	}
}

/**
 * A button over the map: a sign, and its name for those who do not see it.
 * @param {string} sign @param {string} name @param {() => void} pressed
 */
export const mapButton = (sign, name, pressed) =>
	element(
		"button",
		{ type: "button", class: "place-tool", title: name, "aria-label": name, onclick: pressed },
		element("span", { "aria-hidden": "true" }, sign),
	);
