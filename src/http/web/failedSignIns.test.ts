import { describe, expect, it } from "vitest";
import { AppError } from "../../domain/errors.ts";
import { FAILURES_MAX, FailedSignIns } from "./failedSignIns.ts";

function setUp() {
  const clock = { now: 1_000, nowMs: (): number => clock.now };
  const failed = new FailedSignIns(clock);
  const wrong = (address = "a"): Promise<unknown> =>
    failed.attempt(address, async () => Promise.reject(new AppError("KEY_INVALID", "no"))).catch(codeOf);
  const right = (address = "a"): Promise<unknown> => failed.attempt(address, async () => "in").catch(codeOf);
  return { clock, failed, wrong, right };
}

const codeOf = (error: unknown): unknown => (error instanceof AppError ? error.code : error);

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done++) await work();
}

describe("wrong keys", () => {
  it("are taken twenty times a minute from one address; then the right one waits too, and other addresses do not", async () => {
    const { clock, wrong, right } = setUp();
    await times(FAILURES_MAX - 1, wrong);
    expect(await right()).toBe("in");
    expect(await wrong()).toBe("KEY_INVALID");
    expect(await wrong()).toBe("SIGN_IN_LIMITED");
    expect(await right()).toBe("SIGN_IN_LIMITED");
    expect(await right("b")).toBe("in");
    clock.now += 60_000;
    expect(await right()).toBe("in");
  });

  it("count from the first of them on, and the refusal says when to come back", async () => {
    const { clock, failed, wrong } = setUp();
    await wrong();
    clock.now += 47_500;
    await times(FAILURES_MAX - 1, wrong);
    const refused = failed.attempt("a", async () => "in");
    await expect(refused).rejects.toMatchObject({ retryAfterSec: 13, message: expect.stringContaining("13 s") as unknown });
  });

  it("count while it is not known yet that they are wrong", async () => {
    const { wrong } = setUp();
    const codes = await Promise.all(Array.from({ length: FAILURES_MAX + 5 }, () => wrong()));
    expect(codes.filter((code) => code === "KEY_INVALID")).toHaveLength(FAILURES_MAX);
  });

  it("are what counts: neither a sign-in that succeeds, nor a key that may not read, nor another site's page", async () => {
    const { failed, right } = setUp();
    await times(200, right);
    for (const code of ["SCOPE_MISSING", "ORIGIN_REFUSED", "STORE_UNAVAILABLE"] as const)
      await times(FAILURES_MAX, () => failed.attempt("a", async () => Promise.reject(new AppError(code, "no"))).catch(codeOf));
    expect(await right()).toBe("in");
  });

  it("are forgotten from the oldest address on when there are too many", async () => {
    const { wrong, right } = setUp();
    await times(FAILURES_MAX, wrong);
    for (let other = 0; other < 10_000; other++) await wrong(`other-${other}`);
    expect(await right()).toBe("in");
  });
});
