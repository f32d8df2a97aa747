// Every consumer here is a program that reads one JSON document from stdin and prints one to stdout.
import { readFileSync } from "node:fs";

export async function answer(question) {
  process.stdout.write(JSON.stringify(await question(JSON.parse(readFileSync(0, "utf8")))));
}
