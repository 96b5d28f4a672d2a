import { describe, expect, it } from "vitest";
import { NO_ORGANIZATION_ANALYSIS, parseOrganizationAnalysis, viewOrganizationAnalysis } from "./analysisOrganization.ts";

const MODEL = { base_url: "https://models.example/v1", model: "small" };
const FULL = {
  ...MODEL,
  timeout_ms: 20_000,
  retries: 3,
  structured_outputs: false,
  max_input_characters: 50_000,
  input_price: "0.15",
  output_price: "0.6",
  daily_cost_max: "5.000000",
  daily_count_max: 1_000,
  ravan_typed_wrapper: true,
};

const REFUSED: readonly [what: string, json: unknown, field: string][] = [
  ["a key, which is no part of it", { ...MODEL, api_key: "secret" }, "api_key"],
  ["a model without an address", { model: "small" }, "model"],
  ["a price without an address", { input_price: "1" }, "input_price"],
  ["an address without a model", { base_url: MODEL.base_url }, "model"],
  ["an address of another kind", { ...MODEL, base_url: "ftp://models.example" }, "base_url"],
  ["what is no address", { ...MODEL, base_url: "models" }, "base_url"],
  ["an address with a NUL at its end", { ...MODEL, base_url: "https://models.example/v1\0" }, "base_url"],
  ["an address with a line break in it", { ...MODEL, base_url: "https://models.example/\nv1" }, "base_url"],
  ["an address with a query", { ...MODEL, base_url: "https://models.example/v1?key=1" }, "base_url"],
  ["the address of the route itself", { ...MODEL, base_url: "https://models.example/v1/chat/completions" }, "base_url"],
  ["a timeout longer than the lease", { ...MODEL, timeout_ms: 100_001 }, "timeout_ms"],
  ["endless retries", { ...MODEL, retries: 6 }, "retries"],
  ["room for no transcript", { ...MODEL, max_input_characters: 999 }, "max_input_characters"],
  ["a negative price", { ...MODEL, input_price: "-1" }, "input_price"],
  ["a price in words", { ...MODEL, output_price: "cheap" }, "output_price"],
  ["a price past all money", { ...MODEL, output_price: "1e30" }, "output_price"],
  ["a budget of cost without prices", { ...MODEL, daily_cost_max: "5" }, "daily_cost_max"],
  ["a negative budget", { ...FULL, daily_cost_max: "-5" }, "daily_cost_max"],
  ["half an analysis a day", { daily_count_max: 0.5 }, "daily_count_max"],
  ["a wrapper that is no switch", { ravan_typed_wrapper: "yes" }, "ravan_typed_wrapper"],
];

describe("the analysis settings of an organization", () => {
  it("read everything that can be said, and give it back as it came", () => {
    expect(viewOrganizationAnalysis(parseOrganizationAnalysis(FULL))).toEqual(FULL);
  });

  it("need nothing: then there is no model, and no budget", () => {
    expect(parseOrganizationAnalysis({})).toEqual(NO_ORGANIZATION_ANALYSIS);
    expect(parseOrganizationAnalysis(viewOrganizationAnalysis(NO_ORGANIZATION_ANALYSIS))).toEqual(NO_ORGANIZATION_ANALYSIS);
  });

  it("fill in what a model needs besides its address and name", () => {
    expect(parseOrganizationAnalysis({ ...MODEL, base_url: "https://models.example/v1/" }).model).toEqual({
      baseUrl: "https://models.example/v1",
      model: "small",
      timeoutMs: 45_000,
      retries: 2,
      structuredOutputs: true,
      inputCharactersMax: 100_000,
      inputPrice: null,
      outputPrice: null,
    });
  });

  it("keep prices exact, finer than a nano too", () => {
    const settings = parseOrganizationAnalysis({ ...MODEL, input_price: "0.00000000012", output_price: 0.1 });
    expect(settings.model).toMatchObject({ inputPrice: "0.00000000012", outputPrice: "0.1" });
  });

  it.each(REFUSED)("refuse %s, and name the member", (_what, json, name) => {
    expect(() => parseOrganizationAnalysis(json)).toThrow(expect.objectContaining({ code: "ANALYSIS_SETTINGS_INVALID", field: name }));
  });
});
