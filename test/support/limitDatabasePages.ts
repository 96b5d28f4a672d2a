/**
 * Preloaded (`node --import`) into a server that a test starts: each SQLite database it opens for writing may grow to
 * TEST_DATABASE_PAGES_MAX pages. Past them SQLite itself says SQLITE_FULL, as it does on a disk without space.
 */
import Database from "better-sqlite3";

const pagesMax = Number(process.env["TEST_DATABASE_PAGES_MAX"]);
if (!Number.isSafeInteger(pagesMax) || pagesMax < 1) throw new Error("TEST_DATABASE_PAGES_MAX is no number of pages");

const limited = new WeakSet<Database.Database>();
const pragma = Database.prototype.pragma;
Database.prototype.pragma = function (this: Database.Database, ...args: Parameters<typeof pragma>): unknown {
  const result = pragma.apply(this, args);
  // A connection sets its page size before all else, so the limit waits for a later pragma.
  if (!this.readonly && !limited.has(this) && String(args[0]).startsWith("synchronous")) {
    limited.add(this);
    pragma.call(this, `max_page_count = ${pagesMax}`);
  }
  return result;
};
