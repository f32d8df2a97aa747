// From stdin {"url"}; to stdout the models that stand there, as OpenRouter's own client reads them.
import { OpenRouter } from "@openrouter/sdk";
import { answer } from "./answer.mjs";

await answer(async ({ url }) => {
  const client = new OpenRouter({ apiKey: "none", serverURL: url, retryConfig: { strategy: "none" } });
  const { result } = await client.models.list();
  return result.data;
});
