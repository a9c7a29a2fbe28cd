import { CopyField } from "#app/components/copy-field.tsx";
import type { ExportManifest } from "#server/contracts/export.ts";
import { axolotlConfig, loadLine, trlCommand } from "./loading-words.ts";

type ExportUseProps = { readonly prefix: string; readonly manifest: ExportManifest };

/** The lines that load and train on the downloaded files, ready to be copied. */
export function ExportUse({ prefix, manifest }: ExportUseProps) {
  return (
    <div className="mt-3 flex flex-col gap-4">
      <CopyField label="Hugging Face datasets" value={loadLine(prefix, manifest)} />
      <CopyField
        label="TRL"
        value={trlCommand(prefix)}
        hint={`With the data files and README.md in a folder named ${prefix}.`}
      />
      <div>
        <p className="text-sm font-medium">Axolotl</p>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key.
          tabIndex={0}
          className="mt-1.5 overflow-x-auto rounded-control bg-sunken p-3 font-mono text-xs leading-5"
        >
          {axolotlConfig(prefix)}
        </pre>
      </div>
    </div>
  );
}
