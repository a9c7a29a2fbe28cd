"use client";

import { useState } from "react";
import { signInLocally } from "#app/auth-client.ts";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { textOf } from "#app/form-text.ts";

export function PasswordForm({ returnTo }: { readonly returnTo: string }) {
  const [isBusy, setIsBusy] = useState(false);
  const [message, setMessage] = useState("");
  const submit = async (form: FormData) => {
    setIsBusy(true);
    const fields = { email: textOf(form, "email"), password: textOf(form, "password") };
    const result = await signInLocally("password", fields);
    if (result.isSignedIn) return window.location.assign(returnTo);
    setMessage(result.message);
    setIsBusy(false);
  };
  return (
    <form
      method="post"
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      {message && (
        <Notice tone="danger" isAlert>
          {message}
        </Notice>
      )}
      <Button type="submit" variant="primary" isBusy={isBusy}>
        Sign in
      </Button>
    </form>
  );
}
