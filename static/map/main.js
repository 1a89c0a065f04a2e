/**
 * The zone map. Folium's script makes the Leaflet map and calls `zoneMap.start` with it.
 * @module
 */
import { L } from "./leaflet.js";
import { start } from "./start.js";

// the names that folium's script uses
Object.assign(globalThis, { L, zoneMap: { start } });
