import type { AIChatModelCard, AIImageModelCard } from 'model-bank';

export const models: (AIChatModelCard | AIImageModelCard)[] = [
{"id":"xingchen-base","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":4,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":12,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":4,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"xingchen-lite","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":2,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":6,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":2,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"xingchen-longcontext","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":20,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":20,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":20,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"xingchen-max","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":40,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":120,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":40,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"xingchen-plus","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":4,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":12,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":4,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"},
{"id":"xingchen-plus-v2","pricing":{"currency":"CNY","units":[{"name":"textInput","rate":4,"strategy":"fixed","unit":"millionTokens"},{"name":"textOutput","rate":12,"strategy":"fixed","unit":"millionTokens"},{"name":"textInput_cacheRead","rate":4,"strategy":"fixed","unit":"millionTokens"}]},"type":"chat"}
];

export default models;
