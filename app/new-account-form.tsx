"use client";

import { useState } from "react";
import { type JoinInput, joinInput } from "#server/contracts/person.ts";
import { signInLocally } from "./auth-client.ts";
import { Button } from "./components/button.tsx";
import { Notice } from "./components/notice.tsx";
import { TextField } from "./components/text-field.tsx";
import { faultWords } from "./fault-words.ts";

type NewAccountFormProps = {
  readonly submitLabel: string;
  /** Makes the account; the form signs in afterwards. */
  onCreate(account: JoinInput): Promise<unknown>;
  readonly continueTo: string;
};

type FieldErrors = Partial<Record<keyof JoinInput, string>>;

export function NewAccountForm({ submitLabel, onCreate, continueTo }: NewAccountFormProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [message, setMessage] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const submit = async (form: FormData) => {
    const account = joinInput.safeParse(Object.fromEntries(form));
    setErrors(account.success ? {} : firstErrors(account.error.issues));
    setMessage("");
    if (!account.success) return;
    setIsBusy(true);
    setMessage(await createAndEnter({ account: account.data, onCreate, continueTo }));
    setIsBusy(false);
  };
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <TextField
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={80}
        error={errors.name}
        hint="Shown to the people you work with. You can use an alias on leaderboards later."
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        error={errors.email}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        error={errors.password}
        hint="At least 10 characters. A few unrelated words do well."
      />
      {message && (
        <Notice tone="danger" isAlert>
          {message}
        </Notice>
      )}
      <Button type="submit" variant="primary" isBusy={isBusy}>
        {submitLabel}
      </Button>
    </form>
  );
}

/** Empty when it worked and the browser is on its way; otherwise what went wrong, in words. */
async function createAndEnter(params: {
  readonly account: JoinInput;
  onCreate(account: JoinInput): Promise<unknown>;
  readonly continueTo: string;
}): Promise<string> {
  const { email, password } = params.account;
  try {
    await params.onCreate(params.account);
  } catch (error) {
    return faultWords(error);
  }
  const result = await signInLocally("password", { email, password });
  if (!result.isSignedIn) return `Your account was made. ${result.message}`;
  window.location.assign(params.continueTo);
  return "";
}

function firstErrors(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): FieldErrors {
  const errors: FieldErrors = {};
  for (const { path, message } of issues) {
    const name = path.at(0);
    if (name === "name" || name === "email" || name === "password") errors[name] ??= message;
  }
  return errors;
}
