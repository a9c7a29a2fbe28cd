"use client";

import { useTranslations } from "use-intl/react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Cell, Row } from "#app/components/table.tsx";
import { formatCount, formatDay } from "#app/format.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { type Role, roles } from "#server/contracts/vocabulary.ts";

type MemberRowProps = {
  readonly member: ApiOutputs["members"]["list"][number];
  readonly isSelf: boolean;
  readonly viewerRole: Role;
  onChangeRole(role: Role): void;
  onRemove(): void;
};

export function MemberRow(props: MemberRowProps) {
  const common = useTranslations("common");
  const { member, isSelf, viewerRole, onChangeRole, onRemove } = props;
  const mayChange = viewerRole === "owner" || member.role !== "owner";
  return (
    <Row>
      <Cell>
        <div className="flex flex-wrap items-center gap-x-2">
          <bdi className="font-medium">{member.name}</bdi>
          {isSelf && <Badge>You</Badge>}
        </div>
        <p className="text-[0.8125rem] text-muted">
          <bdi>{member.email}</bdi>
        </p>
      </Cell>
      <Cell>
        {mayChange ? (
          <RoleSelect
            label={`Role of ${member.name}`}
            value={member.role}
            isOwnerOffered={viewerRole === "owner"}
            onChange={onChangeRole}
          />
        ) : (
          common(`roles.${member.role}`)
        )}
      </Cell>
      <Cell isNumber>{formatCount(member.judgments)}</Cell>
      <Cell className="whitespace-nowrap text-muted">{formatDay(member.joinedAt)}</Cell>
      <Cell className="text-end">
        {mayChange && (
          <Button
            size="small"
            variant="quiet"
            aria-label={`Remove ${member.name}`}
            onClick={onRemove}
          >
            Remove
          </Button>
        )}
      </Cell>
    </Row>
  );
}

type RoleSelectProps = {
  readonly label: string;
  readonly value: Role;
  readonly isOwnerOffered: boolean;
  onChange(role: Role): void;
};

function RoleSelect({ label, value, isOwnerOffered, onChange }: RoleSelectProps) {
  const common = useTranslations("common");
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const role = roles.find((name) => name === event.target.value);
        if (role !== undefined) onChange(role);
      }}
      className="h-8 rounded-control border border-line-strong bg-raised px-2 text-sm hover:border-ink/60"
    >
      {roles
        .filter((role) => role !== "owner" || isOwnerOffered)
        .map((role) => (
          <option key={role} value={role}>
            {common(`roles.${role}`)}
          </option>
        ))}
    </select>
  );
}
