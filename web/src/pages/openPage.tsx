import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { ApiError } from "../api/client.ts";
import { meQuery, signInWithLink } from "../api/signIn.ts";
import { ErrorState } from "../components/states.tsx";

const INCOMPLETE = new ApiError(0, "LINK_INCOMPLETE", "This link is not whole.", "Copy all of it, also what stands behind the #.");

/** Takes the token out of the printed link. It stands behind the #, so that neither a log nor another site ever sees it. */
export function OpenPage() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>();
  const isTaken = useRef(false);
  useEffect(() => {
    // An effect may run twice; the link works once.
    if (isTaken.current) return;
    isTaken.current = true;
    const token = window.location.hash.slice(1);
    window.history.replaceState(null, "", "/open");
    if (token === "") return setError(INCOMPLETE);
    signInWithLink(token).then((me) => {
      queries.setQueryData(meQuery.queryKey, me);
      return navigate({ to: "/sessions", replace: true });
    }, setError);
  }, [navigate, queries]);
  return (
    <main>
      <h1 className="sr-only">Open Calltree by a link</h1>
      {error === undefined ? (
        <p role="status" className="p-16 text-center">
          Signing in…
        </p>
      ) : (
        <>
          <ErrorState error={error} />
          <p className="text-center">
            <Link to="/sign-in" className="link">
              Sign in with a key
            </Link>
          </p>
        </>
      )}
    </main>
  );
}
