/** Where to go after signing in: never away from this server, whatever the address says, and not to where one signs in. */
export function ownAddress(from: string | undefined): string {
  if (from === undefined || !/^\/[\w-]/.test(from)) return "/sessions";
  const { origin, pathname } = new URL(from, OWN);
  const isOwn = origin === OWN && !pathname.includes("//") && !["/sign-in", "/open"].includes(pathname);
  return isOwn ? from : "/sessions";
}

/** Stands for this server, whatever its name. */
const OWN = "https://own.invalid";
