import type { ErrorKind } from "../domain/errors.ts";

/** docs/cli.md lists these; scripts rely on them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notFound: 3, refused: 4, unavailable: 5 } as const;

export const EXIT_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: EXIT.usage,
  unauthenticated: EXIT.refused,
  forbidden: EXIT.refused,
  not_found: EXIT.notFound,
  conflict: EXIT.failed,
  gone: EXIT.notFound,
  range_invalid: EXIT.usage,
  unavailable_elsewhere: EXIT.unavailable,
  too_large: EXIT.failed,
  unsupported_media: EXIT.failed,
  rate_limited: EXIT.unavailable,
  overloaded: EXIT.unavailable,
  unavailable: EXIT.unavailable,
  internal: EXIT.failed,
};
