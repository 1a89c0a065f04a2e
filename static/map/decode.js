/**
 * Reads vector tiles. A part of its own, fetched when somebody zooms in.
 * @module
 */
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

/**
 * @typedef {object} TileVillage
 * @property {string} code
 * @property {{x: number, y: number}[][]} rings in units of the tile
 * @property {number} extent units of a tile's side
 */

/**
 * The villages of a tile.
 * @param {ArrayBuffer} bytes
 * @returns {TileVillage[]}
 */
export function decodeVillages(bytes) {
	const layer = new VectorTile(new PbfReader(new Uint8Array(bytes))).layers.villages;
	return Array.from({ length: layer?.length ?? 0 }, (_, index) => {
		const feature = layer.feature(index);
		return {
			code: String(feature.properties.code ?? feature.id),
			rings: feature.loadGeometry(),
			extent: feature.extent,
		};
	});
}
