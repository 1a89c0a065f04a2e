/**
 * The parts of Leaflet that the officer's maps use, from its sources.
 * @module
 */
import { scale } from "leaflet/src/control/Control.Scale.js";
import { LatLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { LayerGroup } from "leaflet/src/layer/LayerGroup.js";
import { DivIcon } from "leaflet/src/layer/marker/DivIcon.js";
import { Marker } from "leaflet/src/layer/marker/Marker.js";
import { Canvas } from "leaflet/src/layer/vector/Canvas.js";
import { Circle } from "leaflet/src/layer/vector/Circle.js";
import { CircleMarker } from "leaflet/src/layer/vector/CircleMarker.js";
import { Polygon } from "leaflet/src/layer/vector/Polygon.js";
import { Polyline } from "leaflet/src/layer/vector/Polyline.js";
import "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import "leaflet/src/map/handler/Map.Drag.js";
import "leaflet/src/map/handler/Map.Keyboard.js";
import "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import "leaflet/src/map/handler/Map.TouchZoom.js";
import { Map as LeafletMap } from "leaflet/src/map/Map.js";

// the whole Leaflet would bring its SVG for the choice
LeafletMap.include({
	getRenderer() {
		this._renderer ??= new Canvas({ padding: 0.5 });
		if (!this.hasLayer(this._renderer)) this.addLayer(this._renderer);
		return this._renderer;
	},
});

export {
	Canvas,
	Circle,
	CircleMarker,
	DivIcon,
	LatLngBounds,
	LayerGroup,
	LeafletMap,
	Marker,
	Polygon,
	Polyline,
	scale,
};
