import { ApiError } from "../../api/client.ts";

/** Whether there is no such session any more: what was read of it before must not stay readable. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && (error.status === 410 || error.status === 404);

/** Whether the server said that it was erased, or it was there before and is not now. */
export const wasErased = (error: unknown, wasRead: boolean): boolean =>
  isGone(error) && (wasRead || (error instanceof ApiError && error.status === 410));
