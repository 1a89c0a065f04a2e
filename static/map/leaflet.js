/**
 * The parts of Leaflet that the map uses, from its sources: a third less to send than the whole.
 * @module
 */
import { scale } from "leaflet/src/control/Control.Scale.js";
import "leaflet/src/control/Control.Zoom.js";
import { EPSG3857 } from "leaflet/src/geo/crs/CRS.EPSG3857.js";
import { toLatLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { GridLayer } from "leaflet/src/layer/tile/GridLayer.js";
import { Canvas } from "leaflet/src/layer/vector/Canvas.js";
import "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import "leaflet/src/map/handler/Map.Drag.js";
import "leaflet/src/map/handler/Map.Keyboard.js";
import "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import "leaflet/src/map/handler/Map.TouchZoom.js";
import { createMap } from "leaflet/src/map/Map.js";

/** What folium's script calls. */
export const L = { CRS: { EPSG3857 }, map: createMap };

export { Canvas, GridLayer, scale, toLatLngBounds };
