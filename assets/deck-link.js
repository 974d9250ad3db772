// A deck in an address: its JSON deflated and written in the letters of base64 that need no escape.
"use strict";

window.deckLink = {
  async pack(text) {
    const small = await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
    let letters = "";
    for (const byte of new Uint8Array(small)) letters += String.fromCharCode(byte);
    return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  },

  // Rejects what is no deck's address; a text longer than a deck may be is cut, and then no JSON.
  async unpack(letters) {
    const bytes = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const decoder = new TextDecoder();
    let text = "";
    while (text.length < 200_000) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
    return text;
  },
};
