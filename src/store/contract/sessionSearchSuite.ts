import { expect, it } from "vitest";
import { searchWords } from "../../domain/searchWords.ts";
import { summaryOf } from "../../domain/sessionFixtures.ts";
import { listed, type MakeOrganization, type MatchingSessions, projectionOf, sessionWith, type UseStore } from "./conversationDrafts.ts";

/** Whole words of transcripts, in any language. */
export function describeSessionSearch(store: UseStore, organization: MakeOrganization, matching: MatchingSessions): void {
  const texts = {
    de: "Die Grüße aus Zürich kosten 12 Euro",
    zh: "我想取消订单",
    hi: "मेरा ऑर्डर रद्द करें",
    ar: "أريد إلغاء الطلب",
    odd: 'O\'Neil said "x" AND 𝒳 ﬁne',
  };
  const filled = async (): Promise<string> => {
    const one = await organization();
    const summaries = Object.keys(texts).map((id, index) => summaryOf(id, { createdMs: index }));
    await listed(store(), one, summaries, ({ id }) => ({ words: searchWords(texts[id as keyof typeof texts]).join(" ") }));
    return one;
  };
  const find = (one: string, text: string): Promise<string[]> => matching(one, { words: searchWords(text) });

  it.each([
    ["grüße", ["de"]],
    ["GRÜSSE", ["de"]],
    ["grusse", ["de"]],
    ["grü", []],
    ["euro 12", ["de"]],
    ["euro 13", []],
    ["订单", ["zh"]],
    ["ऑर्डर", ["hi"]],
    ["ऑर्ड", []],
    ["إلغاء الطلب", ["ar"]],
    ["fine", ["odd"]],
    ["o'neil", ["odd"]],
    ["and", ["odd"]],
    ["", ["de", "zh", "hi", "ar", "odd"]],
  ])("finds whole words only, whatever their case and accents: %s", async (text, ids) => {
    expect(await find(await filled(), text)).toEqual(ids);
  });

  it("follows a transcript that grows and changes, and keeps organizations apart", async () => {
    const [one, other] = [await organization(), await organization()];
    const row = await sessionWith(store(), one, "s");
    const theirs = await sessionWith(store(), other, "t");
    await store().saveProjections(other, [projectionOf(theirs, { words: "alpha delta" })]);
    for (const [projection, words] of [
      [0, "alpha beta"],
      [1, "alpha beta gamma"],
      [2, "beta delta"],
    ] as const) {
      await store().saveProjections(one, [projectionOf({ ...row, projection }, { words })]);
      for (const word of ["alpha", "beta", "gamma", "delta"]) expect(await find(one, word)).toEqual(words.includes(word) ? ["s"] : []);
    }
    expect([await find(other, "alpha"), await find(other, "beta")]).toEqual([["t"], []]);
    await store().saveProjections(one, [projectionOf({ ...row, projection: 3 })]);
    expect(await find(one, "beta")).toEqual([]);
    expect(await find("nobody", "beta")).toEqual([]);
  });
}
