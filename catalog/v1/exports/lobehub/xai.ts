import type { AIChatModelCard, AIImageModelCard } from 'model-bank';

export const models: (AIChatModelCard | AIImageModelCard)[] = [
{"id":"grok-4-1-fast-non-reasoning","pricing":{"currency":"USD","units":[{"name":"textInput","rate":0.2,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":0.5,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.2,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"grok-4-1-fast-reasoning","pricing":{"currency":"USD","units":[{"name":"textInput","rate":0.2,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":0.5,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.2,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"grok-4.20-0309-non-reasoning","pricing":{"currency":"USD","units":[{"name":"textInput","rate":1.25,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":2.5,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":1.25,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"grok-4.20-0309-reasoning","pricing":{"currency":"USD","units":[{"name":"textInput","rate":1.25,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":2.5,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":1.25,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"grok-4.20-multi-agent-0309","pricing":{"currency":"USD","units":[{"name":"textInput","rate":1.25,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":2.5,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":1.25,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"grok-4.3","pricing":{"currency":"USD","units":[{"name":"textInput","rate":1.25,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":2.5,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":1.25,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"}
];

export default models;
