"use client";

import { useEffect, useState } from "react";
import type { Opening } from "#app/projects/[slug]/judge/judge-api.ts";
import { api } from "#app/trpc/api.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";

const askedEveryMs = 60_000;

/**
 * The form as it is now: a page that stays open takes a change over within a minute, and one that
 * comes back into view at once when it was last asked for longer ago than that.
 */
export function useLiveForm(projectId: string, opening: Opening): JudgmentForm {
  const [form, setForm] = useState(opening.form);
  // The external systems are the server and the clock.
  useEffect(() => {
    let askedAt = Date.now();
    let isOver = false;
    const ask = async () => {
      askedAt = Date.now();
      // The form that is here stands in for one that cannot be fetched.
      const answer = await api.assignments.opening.query({ projectId }).catch(() => null);
      if (answer !== null && !isOver) setForm((held) => pickForm(held, answer.form));
    };
    const look = () => {
      if (!document.hidden && Date.now() - askedAt >= askedEveryMs) void ask();
    };
    const clock = setInterval(() => document.hidden || void ask(), askedEveryMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      isOver = true;
      clearInterval(clock);
      document.removeEventListener("visibilitychange", look);
    };
  }, [projectId]);
  return form;
}

/** The same object as long as it says the same, so that nothing is drawn anew for it. */
function pickForm(held: JudgmentForm, answered: JudgmentForm): JudgmentForm {
  return JSON.stringify(held) === JSON.stringify(answered) ? held : answered;
}
