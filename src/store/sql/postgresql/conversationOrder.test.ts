import { expect, it } from "vitest";
import { postgresql } from "../../../../test/support/databases.ts";
import { messageOf, WRITTEN } from "../../contract/conversationDrafts.ts";
import { newOrganization } from "../../contract/drafts.ts";
import { openStores } from "../../open.ts";
import type { Stores } from "../../stores.ts";

const ROUNDS = 60;

it("lets a follower of the log miss nothing that two processes write at once", async () => {
  const database = await postgresql.open();
  const [one, two, follower] = await Promise.all([1, 2, 3].map(() => openStores(database.url, "write")));
  if (one === undefined || two === undefined || follower === undefined) throw new Error("a store did not open");
  const organization = await newOrganization(one);
  const write = async ({ conversations }: Stores, name: string): Promise<void> => {
    for (let round = 0; round < ROUNDS; round++) {
      const messages = Array.from({ length: 1 + (round % 3) }, (_, index) => messageOf(`${name}-${round}-${index}`));
      await conversations.addMessages(organization, name, messages, WRITTEN);
    }
  };
  const seen: string[] = [];
  let [lastKey, isWriting] = [0, true];
  const follow = async (): Promise<void> => {
    for (let isEnd = false; isWriting || !isEnd; ) {
      const entries = await follower.conversations.changesAfter(lastKey, 7);
      isEnd = entries.length === 0;
      for (const { key, subject } of entries) {
        lastKey = key;
        seen.push(subject ?? "");
      }
    }
  };
  const following = follow();
  await Promise.all([write(one, "a"), write(one, "b"), write(two, "c"), write(two, "d")]);
  isWriting = false;
  await following;
  expect(seen).toHaveLength(4 * 2 * ROUNDS);
  expect(new Set(seen).size).toBe(seen.length);
  for (const stores of [one, two, follower]) await stores[Symbol.asyncDispose]();
  await database.dispose();
});
