import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { ask } from "../api/client.ts";
import { ErrorState } from "../components/states.tsx";

export function SessionsPage() {
  const search = useSearch({ from: "/signedIn/sessions" });
  const list = useQuery({ queryKey: ["sessions", search], queryFn: ({ signal }) => ask("GET /v1/sessions", { query: search, signal }) });
  if (list.error !== null) return <ErrorState error={list.error} />;
  return (
    <>
      <h1>Sessions</h1>
      <ul>
        {(list.data?.data ?? []).map((session) => (
          <li key={session.id}>
            <Link to="/sessions/$id" params={{ id: session.id }}>
              {session.id} {session.owned_cost} {session.currency}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
