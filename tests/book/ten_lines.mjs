// What requests cost, from a release and docs/contract.md alone: exactly, in whole numbers of 10 to the power of -24.
// Takes the folder, and on its input a list of requests [offer, counts, stated, day]; null where the answer is not known.
import { readFileSync } from "node:fs";

const signs = { gt: (a, b) => a > b, gte: (a, b) => a >= b, lt: (a, b) => a < b, lte: (a, b) => a <= b };
const scales = { "1M": 10n ** 6n, "1K": 10n ** 3n };

const meets = (stated, condition) => {
  if (Array.isArray(condition)) return condition.includes(stated);
  if (typeof condition !== "object") return stated === condition;
  return Object.keys(condition).every((sign) => signs[sign](stated, condition[sign]));
};
const held = ({ conditions, effective_from, effective_until }, stated, day) => {
  const own = Object.keys(conditions).filter((name) => name !== "region");
  if (own.some((name) => name in stated && !meets(stated[name], conditions[name]))) return false;
  if (own.some((name) => !(name in stated))) throw new Error("a condition has to be stated first");
  return (effective_from ?? day) <= day && day <= (effective_until ?? day);
};
const exact = (amount) => { const [whole, rest = ""] = amount.split("."); return BigInt(whole + rest.padEnd(24, "0")); };

function cost({ prices, providers }, offer, counts, stated, day) {
  const ofModel = prices.filter((p) => Object.keys(offer).every((name) => p[name] === offer[name]));
  const own = ofModel.filter((p) => p.standard);
  const apart = ["cache_read", "cache_write"].filter((part) => own.some((p) => p.meter === part) || part === "cache_write");
  const other = providers[offer.provider]?.cache_discount || ofModel.some((p) => p.meter === "cache_read");
  if (counts.cache_read && !apart.includes("cache_read") && other) {
    throw new Error("what is cached has another price, and nobody says which");
  }
  const billed = [];
  let total = 0n;
  for (const meter of Object.keys(counts)) {
    if (meter === "cache_read" && !apart.includes(meter)) continue;
    const quantity = counts[meter] - (meter === "input" ? apart.reduce((sum, part) => sum + (counts[part] ?? 0), 0) : 0);
    if (quantity === 0) continue;
    const found = own.filter((p) => p.meter === meter && held(p, stated, day));
    if (new Set(found.map((p) => p.amount)).size !== 1) throw new Error("not one price");
    total += BigInt(quantity) * exact(found[0].amount) / (scales[(offer.unit ?? "").slice(0, 2)] ?? 1n);
    billed.push(...found);
  }
  const sure = (p) => p.status === "fresh" && !p.suspect && !p.conflict && p.currency === billed[0].currency;
  if (!billed.every(sure)) throw new Error("doubtful, or in two currencies");
  return total;
}

const [{ prices }, { providers }] = ["prices", "slim"].map((name) => JSON.parse(readFileSync(`${process.argv[2]}/${name}.json`, "utf8")));
const told = (request) => { try { return String(cost({ prices, providers }, ...request)); } catch { return null; } };
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(told)));
