import "server-only";
import { cache } from "react";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";

/** The project that a page is about, asked for once a request; strangers get the 404 page. */
export const getProject = cache((slug: string) => orFaultPage(caller.projects.bySlug({ slug })));
