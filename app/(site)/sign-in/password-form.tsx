"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { signInLocally } from "#app/auth-client.ts";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { textOf } from "#app/form-text.ts";
import { useServerSentence } from "#app/use-server-sentence.ts";

export function PasswordForm({ returnTo }: { readonly returnTo: string }) {
  const translate = useTranslations("site.signIn");
  const say = useServerSentence();
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
      <TextField
        label={translate("email")}
        name="email"
        type="email"
        autoComplete="username"
        required
      />
      <TextField
        label={translate("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      {message && (
        <Notice tone="danger" isAlert>
          {say(message)}
        </Notice>
      )}
      <Button type="submit" variant="primary" isBusy={isBusy}>
        {translate("submit")}
      </Button>
    </form>
  );
}
