import type { JsonObject } from "../domain/json.ts";
import type { Purpose } from "./dialogue.ts";
import { AGENTS, type Agent } from "./languages.ts";

/** Agents of the sample calls have ids of their own, so that no agent of somebody's is touched. */
export const sampleAgent = (purpose: Purpose): Agent & JsonObject => ({
  id: `sample-${purpose}`,
  name: `${AGENTS[purpose].name} (sample)`,
});

export interface SampleAgent {
  readonly id: string;
  readonly name: string;
  /** In the words of `PUT /v1/agents/{id}`. */
  readonly analysis: JsonObject;
}

/** What is to be found out about their calls: by the builtin analyser, which needs no model. It leaves judging the resolution to one. */
export const SAMPLE_AGENTS: readonly SampleAgent[] = [
  {
    ...sampleAgent("booking"),
    analysis: {
      analyser: "builtin",
      ...{ summary: true, sentiment: true },
      intent: { custom_intents: ["book a table", "cancel a booking", "حجز طاولة"] },
      resolution: {
        definitions: [
          {
            status: "Booked",
            description: "A table is booked for a day and a time.",
            classification: "success",
            checklist: ["The day and the time were said back.", "A name was taken.", "The booking was confirmed."],
            priority: 1,
          },
          { status: "Not booked", description: "There was no table.", classification: "failed", checklist: [], priority: 2 },
        ],
      },
      extraction: {
        fields: [
          { name: "party_size", description: "How many people come", type: "number" },
          { name: "date", description: "Day of the booking", type: "string" },
          { name: "time", description: "Time of the booking", type: "string" },
          { name: "customer_name", description: "The name of the customer", type: "string" },
        ],
      },
    },
  },
  {
    ...sampleAgent("support"),
    analysis: {
      analyser: "builtin",
      ...{ summary: true, sentiment: true },
      intent: { custom_intents: ["question about an order", "internet is down"] },
      resolution: {
        definitions: [
          {
            status: "Solved",
            description: "What did not work works again, or is replaced.",
            classification: "success",
            checklist: ["The customer or the order was found.", "A remedy was agreed."],
            priority: 1,
          },
          { status: "Not solved", description: "It still does not work.", classification: "failed", checklist: [], priority: 2 },
        ],
      },
      extraction: { fields: [{ name: "order_number", description: "Number of the order", type: "string" }] },
    },
  },
];
