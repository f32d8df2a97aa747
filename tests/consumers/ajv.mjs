// From stdin {"schema", "files"}: JSON by name; to stdout by name what a strict validator of Draft 2020-12 says of each, and
// of the schema itself whether every file's own part is found by its name.
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { answer } from "./answer.mjs";

await answer(({ schema, files }) => {
  const logged = [];
  const note = (...words) => logged.push(words.join(" "));
  const ajv = new Ajv({ strict: true, allErrors: true, logger: { log: note, warn: note, error: note } });
  formats(ajv);
  ajv.addSchema(schema, "schema.json");
  const any = ajv.getSchema("schema.json");
  const said = {};
  for (const [name, content] of Object.entries(files)) said[name] = any(content) ? [] : any.errors.map((each) => each.message);
  const parts = Object.keys(schema.$defs).filter((name) => {
    const pointer = encodeURIComponent(name.replaceAll("/", "~1"));
    return ajv.getSchema(`schema.json#/$defs/${pointer}`) !== undefined;
  });
  return { said, parts, logged };
});
