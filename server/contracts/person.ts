import { z } from "zod";

/** Compared and stored in lower case. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("Enter an e-mail address, such as ann@example.org."));

/**
 * A name as people write it: any script, but no control characters and none that turn the direction
 * of the text after it.
 */
export const personName = z
  .string()
  .transform(tidyName)
  .pipe(z.string().min(1, "Enter a name.").max(80, "Use at most 80 characters."));

export const newPassword = z
  .string()
  .min(10, "Use at least 10 characters.")
  .max(200, "Use at most 200 characters.");

export function tidyName(name: string): string {
  return name
    .normalize("NFC")
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}

export const joinInput = z.object({
  name: personName,
  email: emailAddress,
  password: newPassword,
});
export type JoinInput = z.infer<typeof joinInput>;
