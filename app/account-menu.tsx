"use client";

import { signOut } from "./auth-client.ts";
import { ChevronDownIcon } from "./components/icons.tsx";
import { Menu, MenuItem } from "./components/menu.tsx";

export function AccountMenu({ name }: { readonly name: string }) {
  return (
    <Menu
      label={`Account menu of ${name}`}
      size="small"
      trigger={
        <>
          <bdi className="max-w-40 truncate sm:max-w-64">{name}</bdi>
          <ChevronDownIcon />
        </>
      }
    >
      <MenuItem href="/account">Account</MenuItem>
      <MenuItem onAction={signOut}>Sign out</MenuItem>
    </Menu>
  );
}
