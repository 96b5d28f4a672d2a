import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { meQuery, signInWithLink } from "../api/signIn.ts";
import { ErrorState } from "../components/states.tsx";

/** Takes the token out of the printed link. It stands behind the #, so that neither a log nor another site ever sees it. */
export function OpenPage() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>();
  const isTaken = useRef(false);
  useEffect(() => {
    if (isTaken.current) return;
    isTaken.current = true;
    const token = window.location.hash.slice(1);
    window.history.replaceState(null, "", "/open");
    signInWithLink(token).then((me) => {
      queries.setQueryData(meQuery.queryKey, me);
      return navigate({ to: "/sessions", replace: true });
    }, setError);
  }, [navigate, queries]);
  return (
    <main>
      {error === undefined ? (
        <p className="p-16 text-center">Signing in…</p>
      ) : (
        <>
          <ErrorState error={error} />
          <p className="text-center">
            <a className="link" href="/sign-in">
              Sign in with a key
            </a>
          </p>
        </>
      )}
    </main>
  );
}
