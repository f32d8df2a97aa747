import type { AIChatModelCard, AIImageModelCard } from 'model-bank';

export const models: (AIChatModelCard | AIImageModelCard)[] = [
{"id":"deepseek-v4-flash","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":1,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":2,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.02,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"deepseek-v4-pro","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":3,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":6,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.025,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"}
];

export default models;
