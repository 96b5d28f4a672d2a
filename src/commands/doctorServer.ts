import type { Clock } from "../domain/clock.ts";
import { apiPath, openRemote } from "./client.ts";
import type { Finding } from "./doctor.ts";

const ANSWER_WITHIN_MS = 10_000;
const CLOCKS_APART_MS_MAX = 60_000;

/** The running server: does it answer, is its store ready, do the clocks agree, is the key good? */
export async function checkServer(server: string, key: string | undefined, clock: Clock): Promise<Finding[]> {
  const check = "server";
  let response: Response;
  try {
    response = await fetch(new URL("/readyz", server), { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: "error" });
  } catch {
    return [
      { check, standing: "wrong", detail: `nothing answers at ${server}`, fix: "Check the address, and that `calltree serve` runs there." },
    ];
  }
  if (!response.ok) {
    return [{ check, standing: "wrong", detail: `${server} answers ${response.status}: not ready`, fix: "Look at the server's log." }];
  }
  return [
    { check, standing: "ok", detail: `${server} is ready` },
    ...compareClocks(response.headers.get("date"), clock),
    await checkKey(server, key),
  ];
}

function compareClocks(date: string | null, clock: Clock): Finding[] {
  const serverMs = date === null ? Number.NaN : Date.parse(date);
  const apartMs = Math.abs(serverMs - clock.nowMs());
  if (Number.isNaN(apartMs) || apartMs <= CLOCKS_APART_MS_MAX) return [];
  const detail = `this machine's clock and the server's are ${Math.round(apartMs / 1_000)} s apart`;
  return [{ check: "clock", standing: "warning", detail, fix: "Keep both clocks right with NTP." }];
}

async function checkKey(server: string, key: string | undefined): Promise<Finding> {
  const check = "key";
  if (key === undefined) return { check, standing: "warning", detail: "none given", fix: "Set CALLTREE_KEY, or use --key." };
  await using client = openRemote(server, key);
  const organization = await client.request({ method: "GET", path: apiPath("organization") });
  return { check, standing: "ok", detail: `good for the organization "${String(organization["id"])}"` };
}
