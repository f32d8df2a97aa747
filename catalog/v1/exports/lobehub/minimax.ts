import type { AIChatModelCard, AIImageModelCard } from 'model-bank';

export const models: (AIChatModelCard | AIImageModelCard)[] = [
{"id":"MiniMax-M2","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":2.1,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":8.4,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.21,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheWrite","rate":2.625,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"MiniMax-M2-Stable","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":2.1,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":8.4,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.21,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheWrite","rate":2.625,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"}
];

export default models;
