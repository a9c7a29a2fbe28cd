import { caller } from "#app/trpc/server.tsx";
import { ProjectList } from "./project-list.tsx";
import { Welcome } from "./welcome.tsx";

export default async function HomePage() {
  const viewer = await caller.accounts.viewer();
  if (viewer === null) return <Welcome />;
  const projects = await caller.projects.list();
  return <ProjectList projects={projects} isAdministrator={viewer.isAdministrator} />;
}
