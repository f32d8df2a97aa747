// What requests cost, from `prices.json` and docs/contract.md alone: exactly, in whole numbers of 10 to the power of -24.
// Takes the file, and on its input a list of requests as tests/book/ten_lines.py does; null where there is not one price.
import { readFileSync } from "node:fs";

const tests = { gt: (a, b) => a > b, gte: (a, b) => a >= b, lt: (a, b) => a < b, lte: (a, b) => a <= b };
const isBounds = (condition) => typeof condition === "object" && !Array.isArray(condition);
const holds = (condition, value) => isBounds(condition)
  ? Object.keys(condition).every((sign) => tests[sign](value, condition[sign]))
  : [condition].flat().includes(value);
const exact = ([whole, rest = ""]) => BigInt(whole + rest.padEnd(18, "0"));
const cost = (prices, { wanted, counts, stated }) => Object.entries(counts).reduce((total, [meter, quantity]) => {
  const own = prices.filter((p) => p.standard && p.meter === meter && Object.keys(wanted).every((k) => p[k] === wanted[k])
    && Object.keys(p.conditions).every((c) => c === "region" || holds(p.conditions[c], stated[c])));
  if (new Set(own.map((p) => p.amount + p.unit)).size !== 1) throw new Error("not one price");
  const units = (own[0].unit ?? "").startsWith("1M ") ? 1n : 10n ** 6n;
  return total + exact(own[0].amount.split(".")) * BigInt(quantity) * units;
}, 0n);

const { prices } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const asked = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map((each) => { try { return String(cost(prices, each)); } catch { return null; } })));
