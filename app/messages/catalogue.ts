import type { Locale } from "#server/contracts/vocabulary.ts";
import type { en } from "./en/index.ts";

type Widened<Message> = Message extends string
  ? string
  : { readonly [Key in keyof Message]: Widened<Message[Key]> };

/** Every message of the product in ICU format, by room; English says which there are. */
export type Catalogue = Widened<typeof en>;

declare module "use-intl/core" {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof en;
  }
}
