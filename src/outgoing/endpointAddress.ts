import { AppError } from "../domain/errors.ts";
import { checkAddress, type OutgoingPolicy } from "./policy.ts";

/**
 * Checks the address of a webhook endpoint before it is saved, by the very rules that hold at every connect.
 * @returns the address in its plain form, as it will be asked
 * @throws AppError ADDRESS_REFUSED
 */
export async function checkEndpointAddress(text: string, policy: OutgoingPolicy): Promise<string> {
  // Reading an address passes over these, so that another would be kept than was given.
  if (/\p{Cc}/u.test(text)) throw new AppError("ADDRESS_REFUSED", "The address holds a control character.", { field: "url" });
  const url = await checkAddress(text, policy);
  // It would never be sent, so whoever wrote it expects something that will not happen.
  if (url.hash !== "") throw new AppError("ADDRESS_REFUSED", "An address with a fragment (`#`) is not asked.", { field: "url" });
  return url.href;
}
