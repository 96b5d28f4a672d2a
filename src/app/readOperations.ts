import { nativeOperations } from "../http/faces/native/operations.ts";
import { telnyxOperations } from "../http/faces/telnyx/operations.ts";

/** Every read that any face asks for, by name. */
export const readOperations = { ...nativeOperations, ...telnyxOperations };
