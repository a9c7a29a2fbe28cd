"use client";

import { useEffect, useState } from "react";

/**
 * Asks before a page with unsaved changes is left: the browser does when the tab closes, and `leaving`
 * holds the address of a link of this site that was pressed meanwhile.
 */
export function useUnsavedWarning(isUnsaved: boolean) {
  const [leaving, setLeaving] = useState<string | null>(null);
  useEffect(() => {
    if (!isUnsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const hold = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.button > 0);
      if (!(link instanceof HTMLAnchorElement) || !isPlain || link.target === "_blank") return;
      if (link.origin !== location.origin || link.pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      setLeaving(link.pathname + link.search);
    };
    window.addEventListener("beforeunload", warn);
    document.addEventListener("click", hold, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", warn);
      document.removeEventListener("click", hold, { capture: true });
    };
  }, [isUnsaved]);
  return { leaving, stay: () => setLeaving(null) };
}
