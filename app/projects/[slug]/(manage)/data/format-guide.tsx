const examples = [
  {
    title: "Prompts with responses, one JSON object a line",
    text: `{"prompt": "Why is the sky blue?", "responses": [
  {"model": "ckpt-100", "text": "Because of Rayleigh scattering …"},
  {"model": "ckpt-200", "text": "The sky is blue because …"}]}`,
    note: "Each object stands on one line of the file. Optional: id, category, language, tags, system. A response may carry generation settings. A JSON file holds the same objects in an array.",
  },
  {
    title: "Conversations",
    text: `{"messages": [
  {"role": "system", "content": "Be brief."},
  {"role": "user", "content": "What is a tie?"},
  {"role": "assistant", "content": "Neither side wins."},
  {"role": "user", "content": "And a tiebreak?"}],
 "responses": [{"model": "a", "text": "…"}, {"model": "b", "text": "…"}]}`,
    note: "The last message must be from the user.",
  },
  {
    title: "Ready-made pairs",
    text: `{"prompt": "Name a prime.", "chosen": "Seven.", "rejected": "Eight."}`,
    note: "Also transcripts with Human: and Assistant: turns, and lists of messages in chosen and rejected. Which side was preferred is kept, and is shown to nobody who judges.",
  },
  {
    title: "CSV",
    text: `prompt,system,response_a,model_a,response_b,model_b
"Why is the sky blue?",,"Because …",ckpt-100,"The sky …",ckpt-200`,
    note: "UTF-8, with a header. Or response_1, model_1 and so on for more responses; or prompt, chosen, rejected; or a column messages with JSON in it.",
  },
] as const;

/** What a file may look like, with a short example of each. */
export function FormatGuide() {
  return (
    <details>
      <summary className="w-fit rounded-control text-sm font-medium text-accent">
        What a file may look like
      </summary>
      <div className="mt-4 flex flex-col gap-6">
        {examples.map((example) => (
          <div key={example.title}>
            <h3 className="text-sm font-medium">{example.title}</h3>
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key.
              tabIndex={0}
              className="mt-2 overflow-x-auto rounded-control bg-sunken p-3 font-mono text-xs leading-5"
            >
              {example.text}
            </pre>
            <p className="mt-2 max-w-prose text-sm text-muted">{example.note}</p>
          </div>
        ))}
      </div>
    </details>
  );
}
