import { existsSync } from "node:fs";
import type { Config } from "../app/config.ts";
import { decryptSecret, SECRET_CHECK_NAME } from "../app/secrets.ts";
import type { Clock } from "../domain/clock.ts";
import { formatTime } from "../domain/time.ts";
import { openStores } from "../store/open.ts";
import type { Stores } from "../store/stores.ts";
import { shownDatabase, sqlitePathOf } from "./databaseFile.ts";
import type { Finding } from "./doctor.ts";
import { count } from "./progress.ts";

/** This program did not exist earlier, so no clock that is right says so. */
const CLOCK_MS_MIN = Date.UTC(2026, 0, 1);
const CLOCK_BEHIND_MS_MAX = 5 * 60_000;
const FUTURE_MS_MAX = 24 * 3_600_000;

/** Opens the store for reading only: nothing is migrated or written, and a server may run meanwhile. */
export async function checkStore(config: Config, clock: Clock): Promise<Finding[]> {
  const path = sqlitePathOf(config.DATABASE_URL);
  if (path !== undefined && !existsSync(path)) {
    return [{ check: "store", standing: "ok", detail: "there is no database yet; the first start makes it" }, ...checkClock(clock, [])];
  }
  const onBackgroundError = (error: unknown): never => {
    throw error;
  };
  await using stores = await openStores(config.DATABASE_URL, "read", { clock, onBackgroundError, postgresConnectionsMax: 1 });
  const { engine, version, sizeBytes } = await stores.health();
  const organizations = await stores.office.organizations();
  const detail = `${shownDatabase(config.DATABASE_URL)} opens: ${engine}, version ${version}, ${count(sizeBytes)} bytes, ${organizations.length} organizations`;
  return [
    { check: "store", standing: "ok", detail },
    ...checkClock(
      clock,
      await newestRecords(
        stores,
        organizations.map((organization) => organization.id),
      ),
    ),
    await checkSecretKey(stores, config.CALLTREE_SECRET_KEY),
  ];
}

interface NewestRecord {
  readonly name: string;
  readonly timeMs: number | null;
  readonly receivedMs: number;
}

/** Of each organization, the record of the latest time. */
async function newestRecords(stores: Stores, organizations: readonly string[]): Promise<NewestRecord[]> {
  const newest: NewestRecord[] = [];
  for (const organization of organizations) {
    for (const { type } of await stores.records.countsByType(organization)) {
      const [record] = await stores.records.page({ organization, type, conditions: [], order: "time_descending", limit: 1 });
      if (record !== undefined) newest.push({ name: `${record.type} ${record.id}`, timeMs: record.timeMs, receivedMs: record.receivedMs });
    }
  }
  return newest;
}

/** The system clock against what the store has seen. */
export function checkClock(clock: Clock, newest: readonly NewestRecord[]): Finding[] {
  const nowMs = clock.nowMs();
  const check = "clock";
  const setClock = "Set the system clock, and keep it right with NTP.";
  if (nowMs < CLOCK_MS_MIN) return [{ check, standing: "wrong", detail: `it says ${formatTime(nowMs)}, which is past`, fix: setClock }];
  const received = newest.find((record) => record.receivedMs > nowMs + CLOCK_BEHIND_MS_MAX);
  if (received !== undefined) {
    const detail = `it says ${formatTime(nowMs)}, but ${received.name} came in at ${formatTime(received.receivedMs)}`;
    return [{ check, standing: "wrong", detail, fix: setClock }];
  }
  const future = newest.filter((record) => record.timeMs !== null && record.timeMs > nowMs + FUTURE_MS_MAX);
  if (future.length === 0) return [{ check, standing: "ok", detail: formatTime(nowMs) }];
  const [first] = future;
  const detail = `${first?.name} is dated ${formatTime(first?.timeMs ?? nowMs)}, which is still to come (${future.length} record types have such)`;
  return [
    { check, standing: "warning", detail, fix: "Check this machine's clock and the clock or the time zone of whoever sent these records." },
  ];
}

async function checkSecretKey(stores: Stores, secretKey: string | null): Promise<Finding> {
  const check = "secret key";
  const stored = await stores.office.serverValue(SECRET_CHECK_NAME);
  if (stored === undefined) {
    return {
      check,
      standing: "ok",
      detail: secretKey === null ? "not set, and not needed yet" : "set; the next start ties this database to it",
    };
  }
  if (secretKey === null) {
    return {
      check,
      standing: "warning",
      detail: "not set, though this database was started with one",
      fix: "Set CALLTREE_SECRET_KEY to that key.",
    };
  }
  try {
    decryptSecret(secretKey, stored);
  } catch (error) {
    return {
      check,
      standing: "wrong",
      detail: (error as Error).message,
      fix: "Start with the key that this database was first started with.",
    };
  }
  return { check, standing: "ok", detail: "it is the one this database was started with" };
}
