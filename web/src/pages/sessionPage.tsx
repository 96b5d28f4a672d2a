import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ask } from "../api/client.ts";
import { ErrorState } from "../components/states.tsx";

export function SessionPage() {
  const { id } = useParams({ from: "/signedIn/sessions/$id" });
  const session = useQuery({
    queryKey: ["session", id],
    queryFn: ({ signal }) => ask("GET /v1/sessions/{id}", { path: { id }, signal }),
  });
  if (session.error !== null) return <ErrorState error={session.error} />;
  return <h1>{session.data?.id}</h1>;
}
