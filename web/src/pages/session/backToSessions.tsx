import { Link } from "@tanstack/react-router";

export const BackToSessions = () => (
  <Link to="/sessions" className="w-fit text-muted hover:text-text hover:underline">
    ← Sessions
  </Link>
);
