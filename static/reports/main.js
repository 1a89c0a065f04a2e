/**
 * The map of a day's reports. Folium's script makes the Leaflet map and calls `dayMap.start` with it.
 * @module
 */
import { L } from "../map/leaflet.js";
import { start } from "./start.js";

// the names that folium's script uses
Object.assign(globalThis, { L, dayMap: { start } });
