import type { AIChatModelCard, AIImageModelCard } from 'model-bank';

export const models: (AIChatModelCard | AIImageModelCard)[] = [
{"id":"step-1o-turbo-vision","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":2.5,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":8,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.5,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"step-3.5-flash","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":0.7,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":2.1,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.14,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"step-3.5-flash-2603","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":0.7,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":2.1,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.14,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"step-3.7-flash","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":1.35,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":8.1,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.27,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"step-5-preview","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":7,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":20,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":0.35,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"}
];

export default models;
