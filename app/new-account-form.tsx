"use client";

import { useState } from "react";
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl/react";
import { type JoinInput, joinInput } from "#server/contracts/person.ts";
import { signInLocally } from "./auth-client.ts";
import { Button } from "./components/button.tsx";
import { Notice } from "./components/notice.tsx";
import { TextField } from "./components/text-field.tsx";
import { faultWords } from "./fault-words.ts";
import { useServerSentence } from "./use-server-sentence.ts";

type NewAccountFormProps = {
  readonly submitLabel: string;
  /** Makes the account; the form signs in afterwards. */
  onCreate(account: JoinInput): Promise<unknown>;
  readonly continueTo: string;
};

type FieldErrors = Partial<Record<keyof JoinInput, string>>;

export function NewAccountForm({ submitLabel, onCreate, continueTo }: NewAccountFormProps) {
  const translate = useTranslations("site.newAccount");
  const say = useServerSentence();
  const [isBusy, setIsBusy] = useState(false);
  const [message, setMessage] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const submit = async (form: HTMLFormElement) => {
    const account = joinInput.safeParse(Object.fromEntries(new FormData(form)));
    setMessage("");
    // What is wrong must stand at its field before the focus goes there and has it read out.
    flushSync(() => setErrors(account.success ? {} : firstErrors(account.error.issues)));
    if (!account.success) return form.querySelector<HTMLElement>("[aria-invalid]")?.focus();
    setIsBusy(true);
    const refusal = await createAndEnter({ account: account.data, onCreate, continueTo });
    const reason = say(refusal.sentence);
    setMessage(refusal.isMade ? translate("madeButNotIn", { reason }) : reason);
    setIsBusy(false);
  };
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <NewAccountFields errors={errors} />
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

function NewAccountFields({ errors }: { readonly errors: FieldErrors }) {
  const translate = useTranslations("site.newAccount");
  const say = useServerSentence();
  return (
    <>
      <TextField
        label={translate("name")}
        name="name"
        autoComplete="name"
        required
        maxLength={80}
        error={errors.name && say(errors.name)}
        hint={translate("nameHint")}
      />
      <TextField
        label={translate("email")}
        name="email"
        type="email"
        autoComplete="username"
        required
        error={errors.email && say(errors.email)}
      />
      <TextField
        label={translate("password")}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        error={errors.password && say(errors.password)}
        hint={translate("passwordHint")}
      />
    </>
  );
}

type Refusal = { readonly isMade: boolean; readonly sentence: string };

/** The sentence is empty when it worked and the browser is on its way. */
async function createAndEnter(params: {
  readonly account: JoinInput;
  onCreate(account: JoinInput): Promise<unknown>;
  readonly continueTo: string;
}): Promise<Refusal> {
  const { email, password } = params.account;
  try {
    await params.onCreate(params.account);
  } catch (error) {
    return { isMade: false, sentence: faultWords(error) };
  }
  const result = await signInLocally("password", { email, password });
  if (!result.isSignedIn) return { isMade: true, sentence: result.message };
  window.location.assign(params.continueTo);
  return { isMade: false, sentence: "" };
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
