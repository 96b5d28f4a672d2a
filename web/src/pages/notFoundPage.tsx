import { Link } from "@tanstack/react-router";
import { Mark } from "./mark.tsx";

/** For every address that is none of the page's own, signed in or not. */
export const NotFoundPage = () => (
  <main className="grid min-h-dvh place-content-center justify-items-center gap-2 px-4 text-center">
    <title>No such page – Calltree</title>
    <Mark />
    <h1 className="mt-4">There is no such page</h1>
    <p className="text-muted">Look for a typing mistake in the address, or begin with the sessions.</p>
    <Link to="/sessions" className="link mt-2 py-1">
      To the sessions
    </Link>
  </main>
);
