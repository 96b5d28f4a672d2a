import { useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ApiError } from "../api/client.ts";
import { meQuery, signInWithKey } from "../api/signIn.ts";

export function SignInPage() {
  const { from } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const queries = useQueryClient();
  const [key, setKey] = useState("");
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      queries.setQueryData(meQuery.queryKey, await signInWithKey(key));
      router.history.push(ownAddress(from));
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      setError(cause);
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="mx-auto max-w-sm px-6 py-24">
      <h1 className="text-2xl font-semibold">Sign in to Calltree</h1>
      <form className="mt-6 grid gap-3" onSubmit={(event) => void submit(event)}>
        <label className="grid gap-1">
          <span>API key</span>
          <input
            className="input"
            type="password"
            autoComplete="current-password"
            required
            value={key}
            onChange={(event) => setKey(event.target.value)}
            aria-invalid={error !== undefined}
            aria-describedby={error === undefined ? undefined : "sign-in-error"}
          />
        </label>
        {error === undefined ? null : (
          <p id="sign-in-error" role="alert" className="text-danger">
            {error.message} {error.fix}
          </p>
        )}
        <button type="submit" className="button button-primary" disabled={isBusy}>
          Sign in
        </button>
      </form>
      <p className="mt-6 text-sm text-muted">
        The server's first start showed an admin key, or wrote it to <code>data/first-keys.txt</code>. <code>calltree keys create</code>{" "}
        makes more.
      </p>
    </main>
  );
}

/** Never away from this server, whatever the address says. */
const ownAddress = (from: string | undefined): string =>
  from !== undefined && /^\/(?![/\\])/.test(from) && !from.startsWith("/sign-in") ? from : "/sessions";
