import { afterEach, expect, it, vi } from "vitest";
import { keep, readKept } from "./kept.ts";

afterEach(() => vi.unstubAllGlobals());

const refuse = (): never => {
  throw new DOMException("no", "SecurityError");
};

it("keeps in the browser's storage, and lets go", () => {
  const stored = new Map<string, string>();
  const localStorage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, text: string) => stored.set(name, text),
    removeItem: (name: string) => stored.delete(name),
  };
  vi.stubGlobal("window", { localStorage });
  keep("look", "dark");
  expect([readKept("look"), stored.get("look")]).toEqual(["dark", "dark"]);
  keep("look", undefined);
  expect([readKept("look"), stored.size]).toEqual([undefined, 0]);
});

it.each([
  [
    "forbidden",
    {
      get localStorage() {
        return refuse();
      },
    },
  ],
  ["full", { localStorage: { getItem: () => "old", setItem: refuse, removeItem: refuse } }],
])("remembers for as long as the page is open where the storage is %s", (name, window) => {
  vi.stubGlobal("window", window);
  keep(name, "folded");
  expect(readKept(name)).toBe("folded");
  keep(name, undefined);
  expect(readKept(name)).toBeUndefined();
});

it("knows nothing where nothing may be read", () => {
  vi.stubGlobal("window", {
    get localStorage() {
      return refuse();
    },
  });
  expect(readKept("never kept")).toBeUndefined();
});
