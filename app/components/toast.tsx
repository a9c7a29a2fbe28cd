"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useTranslations } from "use-intl/react";
import { CloseIcon } from "./icons.tsx";

type Toast = { readonly id: number; readonly text: string };

const ToastContext = createContext<(text: string) => void>(() => {});

/** Says that something was done, without taking the focus. Not for faults: those stay on the page. */
export function useToast(): (text: string) => void {
  return useContext(ToastContext);
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const [show] = useState(() => {
    let count = 0;
    return (text: string) => {
      count += 1;
      const toast = { id: count, text };
      setToasts((shown) => [...shown.slice(-2), toast]);
    };
  });
  const remove = (id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id));
  return (
    <ToastContext value={show}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-0 bottom-0 z-60 flex flex-col items-center gap-2 p-4"
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onRemove={remove} />
        ))}
      </div>
    </ToastContext>
  );
}

const shownMs = 6000;

function ToastCard({ toast, onRemove }: { readonly toast: Toast; onRemove(id: number): void }) {
  const translate = useTranslations("common");
  const [isHeld, setIsHeld] = useState(false);
  // The clock is the external system: it runs while nobody points at the words.
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => onRemove(toast.id), shownMs);
    return () => clearTimeout(timer);
  }, [isHeld, onRemove, toast.id]);
  return (
    <div
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      className="pointer-events-auto flex max-w-md animate-appear items-center gap-3 rounded-control bg-ink py-2 ps-4 pe-2 text-sm text-paper shadow-overlay"
    >
      <span className="min-w-0">{toast.text}</span>
      <button
        type="button"
        aria-label={translate("dismiss")}
        onClick={() => onRemove(toast.id)}
        className="rounded-[0.375rem] p-1 opacity-80 hover:opacity-100 focus-visible:outline-paper"
      >
        <CloseIcon />
      </button>
    </div>
  );
}
