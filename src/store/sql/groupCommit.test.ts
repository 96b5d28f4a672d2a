import { describe, expect, it } from "vitest";
import { AppError } from "../../domain/errors.ts";
import { batchOf, draftOf } from "../contract/drafts.ts";
import type { AppendCall } from "./appendGroup.ts";
import { type CallResult, GROUP_RECORDS_MAX, GroupCommit, writeTogetherOrApart } from "./groupCommit.ts";

const callOf = (name: string, recordCount = 1): AppendCall => [
  batchOf(
    name,
    Array.from({ length: recordCount }, (_, index) => draftOf(`${index}`)),
  ),
];
const namesOf = (calls: readonly AppendCall[]): string => calls.map(([batch]) => batch?.organization).join("");

/** A writer whose commits end when the test says so. */
function heldWriter() {
  const groups: string[] = [];
  const finish: (() => void)[] = [];
  const write = (calls: readonly AppendCall[]): Promise<CallResult<string>[]> => {
    groups.push(namesOf(calls));
    return new Promise((resolve) => finish.push(() => resolve(calls.map(([batch]) => ({ outcomes: `${batch?.organization} done` })))));
  };
  return { groups, finishNext: () => finish.shift()?.(), write };
}

describe("group commit", () => {
  it("writes at once while idle, and takes what arrives meanwhile together", async () => {
    const writer = heldWriter();
    const commit = new GroupCommit(writer.write);
    const answers = ["a", "b", "c"].map((name) => commit.append(callOf(name)));
    expect(writer.groups).toEqual(["a"]);
    writer.finishNext();
    expect(await answers[0]).toBe("a done");
    expect(writer.groups).toEqual(["a", "bc"]);
    writer.finishNext();
    expect(await Promise.all(answers)).toEqual(["a done", "b done", "c done"]);
  });

  it("has at most two groups under way and keeps each within the bound, in order of arrival", async () => {
    const writer = heldWriter();
    const commit = new GroupCommit(writer.write);
    const half = GROUP_RECORDS_MAX / 2;
    const answers = ["a", "b", "c", "d", "e", "f"].map((name) => commit.append(callOf(name, half)));
    expect(writer.groups).toEqual(["a", "bc"]);
    writer.finishNext();
    await answers[0];
    expect(writer.groups).toEqual(["a", "bc", "de"]);
    writer.finishNext();
    await answers[2];
    expect(writer.groups).toEqual(["a", "bc", "de", "f"]);
    writer.finishNext();
    writer.finishNext();
    await commit.drained();
    expect(await answers[5]).toBe("f done");
    await commit.drained();
  });

  it("fails the calls of a group that the writer could not be given, and goes on", async () => {
    let isBroken = true;
    const commit = new GroupCommit<string>(async (calls) => {
      if (isBroken) throw new Error("gone");
      return calls.map(() => ({ outcomes: "done" }));
    });
    await expect(commit.append(callOf("a"))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    isBroken = false;
    expect(await commit.append(callOf("b"))).toBe("done");
  });

  it("writes calls one by one when one of them spoils the group", async () => {
    const written: string[] = [];
    const results = await writeTogetherOrApart([callOf("a"), callOf("x"), callOf("b")], async (calls) => {
      if (namesOf(calls).includes("x")) throw new AppError("ORGANIZATION_NOT_FOUND", "x");
      written.push(namesOf(calls));
      return calls.map(() => ["stored" as const]);
    });
    expect(written).toEqual(["a", "b"]);
    expect(results.map((result) => "error" in result)).toEqual([false, true, false]);
  });

  it("does not try a full disk or a lost connection again for each call", async () => {
    let tries = 0;
    const results = await writeTogetherOrApart([callOf("a"), callOf("b")], async () => {
      tries++;
      throw Object.assign(new Error("disk full"), { code: "SQLITE_FULL" });
    });
    expect(tries).toBe(1);
    expect(results).toMatchObject([{ error: { code: "STORE_FULL" } }, { error: { code: "STORE_FULL" } }]);
  });
});
