// Small whole numbers that travel as text; packed.py writes them.

/** Bytes from base64, from 0 to 255. */
export const bytesIn = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Signed bytes from base64, from −128 to 127. */
export const signedIn = (text) => new Int8Array(bytesIn(text).buffer);
