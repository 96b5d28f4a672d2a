import { agntixOperations } from "../http/faces/agntix/operations.ts";
import { nativeOperations } from "../http/faces/native/operations.ts";
import { ravanOperations } from "../http/faces/ravan/operations.ts";
import { telnyxOperations } from "../http/faces/telnyx/operations.ts";
import { changesOperations } from "../reads/readChanges.ts";

/** Every read that any face asks for, by name. */
export const readOperations = { ...nativeOperations, ...telnyxOperations, ...ravanOperations, ...agntixOperations, ...changesOperations };
