export const guidelines = {
  title: "Guidelines",
  none: "This project has no guidelines yet.",
  firstTime: "Please read these before you begin.",
  changed: "These guidelines have changed since you last read them.",
  acknowledge: "I have read them",
  close: "Close guidelines",
  version: "Version {version, number}",
  failed: "This could not be noted just now; try again shortly.",
} as const;
