import { describe, expect, it } from "vitest";
import type { FieldType } from "../../../domain/analysis.ts";
import { transcriptOf } from "../transcriptFixtures.ts";
import { extractField } from "./extractFields.ts";

const find = (type: FieldType, description: string, language: string, lines: readonly string[], choices: readonly string[] = []) =>
  extractField({ name: "field", description, type, choices }, transcriptOf(language, ...lines)).value;

describe("texts", () => {
  it.each([
    ["Phone number", "en", ["assistant: Your phone number?", "user: double five oh, one two three four."], "5501234"],
    ["Phone number", "en", ["user: My phone number is +1 (415) 555-0100."], "+14155550100"],
    ["Teléfono", "es", ["assistant: ¿Su teléfono?", "user: seis cinco cuatro treinta y uno doce cero cero"], "654311200"],
    ["Téléphone", "fr", ["assistant: Votre téléphone ?", "user: zéro six quatre-vingt-dix-huit douze vingt et un trente"], "0698122130"],
    ["Email", "de", ["assistant: Ihre E-Mail?", "user: anna punkt roth at example punkt de"], "anna.roth@example.de"],
    ["Order number", "en", ["user: It's about order AB-12345."], "AB-12345"],
    ["Name of the customer", "en", ["assistant: Am I speaking with Ms. Ada Lovelace?", "user: Yes."], "Ada Lovelace"],
    ["Name", "ar", ["user: اسمي خالد المنصوري."], "خالد المنصوري"],
    ["Date of the visit", "en", ["assistant: What day for the visit?", "user: On March 3rd, 2027, please."], "2027-03-03"],
    ["Time of the visit", "en", ["assistant: What time?", "user: At half past, no, at 4 pm."], "16:00"],
  ])("finds %s in %s", (description, language, lines, value) => {
    expect(find("string", description, language, lines)).toBe(value);
  });

  it.each([
    ["a phone number for another number", "Phone number", "en", ["user: My order is 4155550100."]],
    ["an order number that nobody called one", "Order number", "en", ["user: I live at 12345 Oak Street."]],
    [
      "one of two phone numbers without a correction",
      "Phone number",
      "en",
      ["user: My phone is 415 555 0100. My other phone is 415 555 0199."],
    ],
    ["a part of a number said in pieces", "Phone number", "en", ["user: my phone is four one five five five five zero then one two"]],
    ["a name that was denied", "Name", "en", ["assistant: Am I speaking with Ada Lovelace?", "user: No."]],
    ["no for a name", "Name", "de", ["assistant: Wie ist Ihr Name?", "user: Nein."]],
    ["a date that could be two", "Date", "en", ["user: On 03/04/2026."]],
    ["a day that the calendar lacks", "Date", "de", ["user: Am 31.02.2026."]],
    ["a date that the user refused", "Date", "en", ["assistant: Is March 3 fine?", "user: No."]],
    ["an hour without its half of the day", "Time", "en", ["user: At 4."]],
    ["the company's name", "Name of the company", "en", ["user: My name is Ada Lovelace."]],
    ["what it has no pattern for", "Reason of the call", "en", ["user: My reason is rain."]],
  ])("does not take %s", (_what, description, language, lines) => {
    expect(find("string", description, language, lines)).toBeNull();
  });
});

describe("numbers", () => {
  it.each([
    ["Number of people", "en", ["user: A table for twenty-one, please."], 21],
    ["Anzahl der Personen", "de", ["user: Wir sind zweiundzwanzig Personen."], 22],
    ["Price", "de", ["assistant: Das kostet 1.234,50 Euro."], 1234.5],
    ["Amount the customer will pay", "en", ["user: I can pay two thousand five hundred dollars."], 2500],
    ["Amount owed", "fr", ["user: Ma dette est de quatre-vingt-dix-sept euros."], 97],
    ["राशि जो ग्राहक देगा", "hi", ["user: मैं दो हज़ार रुपये दूँगा।"], 2000],
    ["عدد الأشخاص", "ar", ["user: نحن خمسة وعشرون أشخاص."], 25],
  ])("finds %s in %s", (description, language, lines, value) => {
    expect(find("number", description, language, lines)).toBe(value);
  });

  it.each([
    [
      "the assistant's balance for the user's promise",
      "Amount the customer promised to pay",
      ["assistant: You owe 300 dollars.", "user: I see."],
    ],
    ["any amount for a budget", "Budget amount in dollars", ["user: I gave him 3000 dollars once."]],
    ["nights for people", "Number of people", ["user: For three nights."]],
  ])("does not take %s", (_what, description, lines) => {
    expect(find("number", description, "en", lines)).toBeNull();
  });
});

describe("booleans", () => {
  const QUESTION = "assistant: Do you want travel insurance?";
  const wants = (answer: string) => find("boolean", "Whether the customer wants travel insurance", "en", [QUESTION, `user: ${answer}`]);

  it("take a plain answer to the question with the description's words", () => {
    expect(wants("Yes please.")).toBe(true);
    expect(wants("Uh, no thanks.")).toBe(false);
  });

  it.each([
    "Yes, but only if it is free.",
    "Maybe.",
    "What does it cost?",
    "No. Well, I can take it when it covers my two children too.",
    "Yes, no, I mean no.",
  ])("take nothing from %s", (answer) => {
    expect(wants(answer)).toBeNull();
  });

  it("take no answer to another question, to one put in the negative, or two that disagree", () => {
    const insurance = "Whether the customer wants travel insurance";
    expect(find("boolean", insurance, "en", ["assistant: Do you want a travel brochure?", "user: Yes."])).toBeNull();
    expect(find("boolean", insurance, "en", ["assistant: Don't you want travel insurance?", "user: Yes."])).toBeNull();
    expect(find("boolean", insurance, "en", [QUESTION, "user: Yes.", QUESTION, "user: No."])).toBeNull();
  });
});

describe("choices", () => {
  const room = (...lines: readonly string[]) => find("enum", "Room", "en", lines, ["Large", "Extra large", "Small"]);

  it("are taken in their own case, the longest that fits", () => {
    expect(room("user: The extra large room, please.")).toBe("Extra large");
    expect(room("assistant: Do you mean the small room?", "user: Yes.")).toBe("Small");
    expect(room("user: The small room.", "user: Actually the large room.")).toBe("Large");
  });

  it("are not taken when denied, only asked about, refused, or one of two", () => {
    expect(room("user: I don't want the large room.")).toBeNull();
    expect(room("user: Is there a large room?")).toBeNull();
    expect(room("assistant: Do you mean the small room?", "user: No.")).toBeNull();
    expect(room("user: The small room is nice. The large room is nice.")).toBeNull();
  });
});

describe("an answering machine", () => {
  it("gives nothing", () => {
    expect(find("string", "Phone number", "en", ["user: This is the voicemail of phone number 415 555 0100."])).toBeNull();
  });
});
