"use client";

import { signOut } from "#app/auth-client.ts";
import { Button } from "#app/components/button.tsx";
import { Section } from "#app/components/section.tsx";

export function SessionSection() {
  return (
    <Section title="This browser">
      <Button onClick={signOut}>Sign out</Button>
    </Section>
  );
}
