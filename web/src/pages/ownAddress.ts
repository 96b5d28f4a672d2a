/** Where to go after signing in: never away from this server, whatever the address says. */
export const ownAddress = (from: string | undefined): string =>
  from !== undefined && /^\/(?![/\\])/.test(from) && !from.startsWith("/sign-in") ? from : "/sessions";
