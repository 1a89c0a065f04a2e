/**
 * SHA-256 where the browser's own may not be used; a file of its own, so that it is loaded only
 * there and without the other digests of the library.
 * @module
 */
export { sha256 } from "@noble/hashes/sha2.js";
