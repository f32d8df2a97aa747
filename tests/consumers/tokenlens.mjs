// From stdin {"url", "requests": [{"provider", "model", "usage"}]}; to stdout what each of them costs, in US dollars, or
// null. One provider's models are asked for at a time: among all of them tokenlens takes the first of that name.
import { fetchModels } from "tokenlens";
import { getTokenCosts } from "tokenlens/helpers";
import { answer } from "./answer.mjs";

await answer(async ({ url, requests }) => {
  const known = {};
  for (const { provider } of requests) known[provider] ??= await fetchModels({ baseUrl: url, provider });
  return requests.map(
    ({ provider, model, usage }) => getTokenCosts({ modelId: model, usage, providers: known[provider] }).totalUSD ?? null,
  );
});
