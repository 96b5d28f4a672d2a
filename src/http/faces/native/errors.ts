import type { AppError } from "../../../domain/errors.ts";

/** `{error: {code, message, field, fix, docs}}` (design.md, The native API's habits). */
export const nativeError = (error: AppError) => ({
  error: {
    code: error.code,
    message: error.message,
    field: error.field ?? null,
    fix: error.fix,
    docs: `/docs/errors#${error.code.toLowerCase()}`,
  },
});
