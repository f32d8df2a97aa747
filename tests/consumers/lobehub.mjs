// From stdin {"cards", "requests": [{"model", "tokens", "cached", "written", "output", "images"}]}; to stdout the cards of
// that module, and what each request costs by them, in the card's currency and as LobeHub bills.
import { answer } from "./answer.mjs";

const COUNTED = {
  textInput: ({ tokens, cached, written }) => tokens - cached - written,
  textInput_cacheRead: ({ cached }) => cached,
  textInput_cacheWrite: ({ written }) => written,
  textOutput: ({ output }) => output,
  imageGeneration: ({ images }) => images,
};
const PER = { millionTokens: 1e6, image: 1 };

function rate({ strategy, rate, tiers }, tokens) {
  if (strategy === "fixed") return rate;
  return (tiers.find(({ upTo }) => upTo === "infinity" || tokens <= upTo) ?? tiers.at(-1)).rate;
}

await answer(async ({ cards, requests }) => {
  const { default: models } = await import(cards);
  const known = new Map(models.map((card) => [card.id, card.pricing]));
  const costs = requests.map((request) => {
    const parts = known.get(request.model).units.map(
      (unit) => (COUNTED[unit.name](request) * rate(unit, request.tokens)) / PER[unit.unit],
    );
    return parts.reduce((sum, part) => sum + part, 0);
  });
  return { models, costs };
});
