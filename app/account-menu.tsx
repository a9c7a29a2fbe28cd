"use client";
"use no memo";

import { useTranslations } from "use-intl/react";
import { signOut } from "./auth-client.ts";
import { ChevronDownIcon } from "./components/icons.tsx";
import { Menu, MenuItem } from "./components/menu.tsx";

export function AccountMenu({ name }: { readonly name: string }) {
  const translate = useTranslations("shell");
  return (
    <Menu
      label={translate("accountMenu", { name })}
      size="small"
      trigger={
        <>
          <bdi className="max-w-40 truncate sm:max-w-64">{name}</bdi>
          <ChevronDownIcon />
        </>
      }
    >
      <MenuItem href="/account">{translate("account")}</MenuItem>
      <MenuItem onAction={signOut}>{translate("signOut")}</MenuItem>
    </Menu>
  );
}
