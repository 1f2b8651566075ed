// The engine's own thread. It answers each question with what came of it, or with why nothing did.
let story;

const work = {
  load: async ({ engine }) => {
    const unpacked = new Response(new Blob([engine]).stream().pipeThrough(new DecompressionStream("gzip")));
    wasm_bindgen.initSync({ module: await unpacked.arrayBuffer() });
    story = new wasm_bindgen.Story();
  },
  wanted: ({ names }) => wasm_bindgen.Story.wanted(names.join("\n")).split("\n").filter(Boolean),
  add: ({ name, bytes }) => JSON.parse(story.add(name, new Uint8Array(bytes))),
  remove: ({ name }) => story.remove(name),
  tell: ({ hide }) => ({ ...JSON.parse(story.tell(hide)), page: story.written("html") }),
  write: ({ form }) => story.written(form),
};

onmessage = async ({ data }) => {
  try {
    postMessage({ number: data.number, answer: await work[data.task](data) });
  } catch (error) {
    // What the engine says is a string. An engine that broke off answers nothing more.
    const broken = error instanceof WebAssembly.RuntimeError;
    postMessage({ number: data.number, why: String(error.message ?? error), broken });
  }
};
