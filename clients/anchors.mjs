// Finds passages in texts with Apache Annotator, by their words and by their places, and says where it found each.
//
// Standard input: [{"text", "quote": TextQuoteSelector, "position": TextPositionSelector}]. Standard output: for each
// {"quoted": [[start, end]], "placed": [start, end]}, in code points.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

// The libraries lie where they were installed, not beside this file.
const require = createRequire(join(process.argv[2], "package.json"));
const { textQuoteSelectorMatcher, textPositionSelectorMatcher } = require("@apache-annotator/selector");

/** A text that is one chunk. */
function chunker(text) {
  const chunk = { data: text, equals: (other) => other === chunk };
  return {
    currentChunk: chunk,
    nextChunk: () => null,
    previousChunk: () => null,
    precedesCurrentChunk: () => false,
  };
}

/** Units of UTF-16 as code points. */
const points = (text, units) => [...text.slice(0, units)].length;

async function found(text, match) {
  const places = [];
  for await (const range of match(chunker(text))) {
    places.push([points(text, range.startIndex), points(text, range.endIndex)]);
  }
  return places;
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const answers = [];
for (const { text, quote, position } of asked) {
  const quoted = await found(text, textQuoteSelectorMatcher(quote));
  const [placed] = await found(text, textPositionSelectorMatcher(position));
  answers.push({ quoted, placed });
}
process.stdout.write(JSON.stringify(answers));
