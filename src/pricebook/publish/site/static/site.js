"use strict";
// What the pages do beyond showing what stands in them: find, narrow, sort, add up, copy. All of it is there without.

const PLACES = 15, PIECE = 200;

/** A decimal string as a whole number of 10^-15, so that amounts are compared and added exactly. */
function whole(text) {
  const [front, behind = ""] = text.split(".");
  return BigInt(front + behind.padEnd(PLACES, "0").slice(0, PLACES));
}

/** That many of 10^-places as a decimal string without trailing zeros. */
function decimal(total, places) {
  const digits = total.toString().padStart(places + 1, "0");
  const front = digits.slice(0, digits.length - places);
  const behind = digits.slice(digits.length - places).replace(/0+$/, "");
  return behind ? `${front}.${behind}` : front;
}

/** Text as it is searched: small, and written together, since names are written in both ways. */
function squeezed(text) {
  return text.toLowerCase().replace(/[\s_-]+/g, "");
}

/** The words of a question. */
function worded(text) {
  return text.split(/\s+/).map(squeezed).filter(Boolean);
}

/** What a form says, without what says nothing. */
function stated(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
}

/** Keeps a view in the page's address, and in that of the other language. */
function remember(parameters) {
  const search = parameters.toString();
  history.replaceState(null, "", search ? `?${search}` : location.pathname);
  for (const note of document.querySelectorAll("[data-expires]")) note.hidden = Date.parse(note.dataset.expires) > Date.now();
for (const link of document.querySelectorAll("a[data-keep]")) link.search = search;
}

/** Puts what the address says into the form. */
function recall(form) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (!field || field.tagName === "OUTPUT") continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
}

function offers(form, table) {
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row, place) => ({
    row,
    place,
    turn: place,
    text: squeezed(`${row.cells[0].firstChild.textContent} ${row.cells[1].textContent} ${row.dataset.p} ${row.cells[2].textContent} ${row.dataset.s || ""}`),
    tiers: [...row.querySelectorAll("[data-t]")].map((shown) => ({
      shown,
      printed: shown.textContent,
      bands: shown.dataset.t.split(";").map((band) => band.split(":")),
    })),
  }));
  const heads = [...table.tHead.rows[0].cells];
  const order = { by: "", down: false };
  const shown = form.elements.shown.firstElementChild;
  let tokens = "", coming = 0;

  function fits(each, words, asked) {
    const told = each.row.dataset;
    return (
      words.every((word) => each.text.includes(word)) &&
      (!asked.provider || told.p === asked.provider) &&
      (!asked.meter || told.m.split(" ").includes(asked.meter)) &&
      (!asked.kind || told.k === asked.kind) &&
      (!asked.state || told.z === asked.state) &&
      (!asked.free || told.f !== undefined)
    );
  }

  /** Shows these rows, a piece a frame: so a key is answered before the browser has laid out all that come back. */
  function reveal(hidden) {
    cancelAnimationFrame(coming);
    for (const { row } of hidden.slice(0, PIECE)) row.hidden = false;
    if (hidden.length > PIECE) coming = requestAnimationFrame(() => reveal(hidden.slice(PIECE)));
  }

  /** Lets each cell with tiers show the one in which a request of that size lies. */
  function choose(size) {
    tokens = size;
    for (const { tiers } of rows)
      for (const { shown: cell, printed, bands } of tiers) {
        const held = bands.filter(([, least, most]) => +least <= +size && (most === "" || +size <= +most)).map(([amount]) => amount);
        held.sort((one, other) => (whole(one) < whole(other) ? -1 : 1));
        const ends = [...new Set([held[0], held[held.length - 1]])];
        cell.textContent = size === "" ? printed : held.length ? ends.join("–") : "—";
      }
  }

  function narrow() {
    const asked = Object.fromEntries(stated(form));
    const words = worded(asked.q || "");
    if ((asked.tokens || "") !== tokens) {
      choose(asked.tokens || "");
      if (order.by) sort();
    }
    const fitting = [];
    for (const each of rows)
      if (fits(each, words, asked)) fitting.push(each);
      else if (!each.row.hidden) each.row.hidden = true;
    fitting.sort((one, other) => one.turn - other.turn);
    reveal(fitting.filter(({ row }) => row.hidden));
    shown.textContent = fitting.length;
    const kept = stated(form);
    if (order.by) kept.set("sort", order.by);
    if (order.down) kept.set("down", "1");
    remember(kept);
  }

  /** What a row is sorted by: amounts by their currency and size, all else by its letters; what is empty comes last. */
  function key(each, column) {
    const cell = each.row.cells[column];
    const said = cell.firstElementChild || cell;
    if (!heads[column].classList.contains("n")) return [heads[column].dataset.by === "changed" ? cell.querySelector("time")?.textContent || "" : said.textContent.trim()];
    const amount = said.textContent.trim().split("–")[0];
    if (amount === "" || amount === "—") return [""];
    return [each.row.cells[3].textContent, /^[0-9.]+$/.test(amount) ? whole(amount) : 0n];
  }

  function sort() {
    const column = heads.findIndex((head) => head.dataset.by === order.by);
    for (const head of heads) head.removeAttribute("aria-sort");
    const sorted = rows.map((each) => ({ each, key: column < 0 ? [each.place] : key(each, column) }));
    const turn = order.down ? -1 : 1;
    const letters = new Intl.Collator(document.documentElement.lang, { numeric: true });
    sorted.sort((one, other) => {
      if (column < 0) return one.key[0] - other.key[0];
      const [first, size] = one.key, [second, others] = other.key;
      if (first === "" || second === "") return (first === "") - (second === "") || one.each.place - other.each.place;
      const found = size === undefined ? turn * letters.compare(first, second)
        : letters.compare(first, second) || turn * (size < others ? -1 : size > others ? 1 : 0);
      return found || one.each.place - other.each.place;
    });
    if (column >= 0) heads[column].setAttribute("aria-sort", order.down ? "descending" : "ascending");
    sorted.forEach(({ each }, turn) => { each.turn = turn; });
    body.append(...sorted.map(({ each }) => each.row));
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => {
      order.down = order.by === head.dataset.by && !order.down;
      order.by = head.dataset.by;
      sort();
      narrow();
    });
    head.replaceChildren(button);
  }
  form.addEventListener("input", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    order.by = "";
    order.down = false;
    setTimeout(() => (sort(), narrow()));
  });
  recall(form);
  const asked = new URLSearchParams(location.search);
  order.by = asked.get("sort") || "";
  order.down = asked.has("down");
  form.hidden = false;
  if (order.by) sort();
  if (location.search) narrow();
}

/** What a request comes to at an offer: `[amount, currency]`, a word for why that is not known, or nothing. */
function cost(sizes, kind, counts) {
  if (sizes === undefined || typeof sizes === "string") return sizes;
  const given = counts[0], made = kind.endsWith("o") ? counts[counts.length - 1] : 0n;
  const billed = kind.startsWith("ic") ? [given - counts[1], ...counts.slice(1)] : counts;
  for (const [low, high, shared, factors, places] of sizes.bands)
    if (BigInt(low) <= given && given + (shared ? made : 0n) <= BigInt(high)) {
      const total = factors.reduce((sum, factor, index) => sum + BigInt(factor) * billed[index], 0n);
      return [decimal(total, places), sizes.currency, sizes.seen, sizes.notes.join("; ")];
    }
  return "beyond";
}

async function calculator(form, table) {
  const body = table.tBodies[0];
  const known = await (await fetch(form.dataset.table)).json();
  const shown = form.elements.shown.firstElementChild;

  /** The kind of request and how much it counts of each thing; nothing where the form asks for none. */
  function asked() {
    const number = (name) => BigInt(/^[0-9]+$/.test(form.elements[name].value) ? form.elements[name].value : 0);
    const what = form.elements.what.value;
    if (what !== "tokens") return [what, [number("count")]];
    const given = number("input"), cached = number("cached"), made = number("output");
    if (cached > given) return ["cached", []];
    const kind = (given ? "i" : "") + (cached ? "c" : "") + (made ? "o" : "");
    return [kind, [given, cached, made].filter(Boolean)];
  }

  function line(offer, answer) {
    const row = document.createElement("tr");
    const name = document.createElement("th"), link = document.createElement("a");
    name.scope = "row";
    link.href = form.dataset.models + offer.file;
    link.textContent = offer.model;
    name.append(link);
    row.append(name);
    const said = typeof answer === "string";
    if (said) row.dataset.why = answer;
    const [amount, currency, seen, notes] = said ? ["", "", "", body.dataset[answer] || answer] : answer;
    for (const [text, kind] of [[known.providers[offer.provider], ""], [amount, "n"], [currency, ""], [seen, "day"], [notes, ""]]) {
      const cell = document.createElement("td");
      cell.textContent = text;
      cell.className = kind;
      row.append(cell);
    }
    return row;
  }

  function add() {
    const what = form.elements.what.value;
    for (const label of form.querySelectorAll("[data-of]")) label.hidden = (label.dataset.of === "tokens") !== (what === "tokens");
    const [kind, counts] = asked();
    const day = form.elements.day.value;
    const words = worded(form.elements.q.value);
    const priced = [], open = [];
    for (const offer of known.offers) {
      const text = squeezed(`${offer.model} ${offer.of} ${offer.provider} ${known.providers[offer.provider]}`);
      if (!words.every((word) => text.includes(word))) continue;
      const period = !day ? offer.periods[0] : day <= known.last ? offer.periods.findLast(([since]) => since && since <= day) : undefined;
      let answer = period && cost(period[1][kind], kind, counts);
      if (day && answer === undefined && kind in offer.periods[0][1]) answer = "unknown";
      if (Array.isArray(answer) && day > answer[2]) answer[3] = [body.dataset.unseen, answer[3]].filter(Boolean).join("; ");
      if (Array.isArray(answer)) priced.push({ offer, answer, size: whole(answer[0]) });
      else if (answer) open.push({ offer, answer });
    }
    priced.sort((one, other) => (one.answer[1] < other.answer[1] ? -1 : one.answer[1] > other.answer[1] ? 1 : one.size < other.size ? -1 : one.size > other.size ? 1 : 0));
    body.replaceChildren(...[...priced, ...open].map(({ offer, answer }) => line(offer, answer)));
    form.elements.cached.setCustomValidity(kind === "cached" ? body.dataset.cached : "");
    const wrong = document.getElementById("wrong");
    wrong.hidden = kind !== "cached";
    wrong.textContent = kind === "cached" ? body.dataset.cached : "";
    shown.textContent = priced.length;
    document.getElementById("example").hidden = true;
    remember(stated(form));
  }

  form.addEventListener("input", add);
  form.addEventListener("submit", (event) => event.preventDefault());
  recall(form);
  form.hidden = false;
  if (location.search) add();
}

function copying(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = button.dataset.copied;
  });
}

for (const note of document.querySelectorAll("[data-expires]")) note.hidden = Date.parse(note.dataset.expires) > Date.now();
for (const link of document.querySelectorAll("a[data-keep]")) link.search = location.search;
const filters = document.getElementById("filters"), adding = document.getElementById("calculator");
if (filters) offers(filters, document.getElementById("offers"));
if (adding) calculator(adding, document.getElementById("costs"));
document.querySelectorAll("button.copy").forEach(copying);
