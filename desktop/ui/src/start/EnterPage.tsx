/**
 * From a work email address to a session: recognised ministry, then password, identity provider, first account, or forgotten
 * password.
 */
import { useState } from "react";
import type { DiscoveryView, ProviderView, SessionView } from "../ipc/types";
import { AddressStep } from "./AddressStep";
import { BrowserStep } from "./BrowserStep";
import { CodeStep } from "./CodeStep";
import { PasswordStep } from "./PasswordStep";

type Step =
  | { name: "address" }
  | { name: "password"; found: DiscoveryView; resetDone: boolean }
  | { name: "browser"; found: DiscoveryView; provider: ProviderView }
  | { name: "code"; found: DiscoveryView; purpose: "sign_up" | "reset" };

export function EnterPage({ onEntered }: { onEntered: (session: SessionView) => void }) {
  const [email, setEmail] = useState("");
  const [step, setStep] = useState<Step>({ name: "address" });
  switch (step.name) {
    case "address":
      return (
        <AddressStep
          email={email}
          onEmail={setEmail}
          onFound={(found) => setStep({ name: "password", found, resetDone: false })}
        />
      );
    case "password":
      return (
        <PasswordStep
          email={email}
          found={step.found}
          resetDone={step.resetDone}
          onBack={() => setStep({ name: "address" })}
          onProvider={(provider) => setStep({ name: "browser", found: step.found, provider })}
          onCode={(purpose) => setStep({ name: "code", found: step.found, purpose })}
          onEntered={onEntered}
        />
      );
    case "browser":
      return (
        <BrowserStep
          email={email}
          provider={step.provider}
          onBack={() => setStep({ name: "password", found: step.found, resetDone: false })}
          onEntered={onEntered}
        />
      );
    case "code":
      return (
        <CodeStep
          email={email}
          purpose={step.purpose}
          external={step.found.external}
          onBack={() => setStep({ name: "password", found: step.found, resetDone: false })}
          onEntered={onEntered}
          onReset={() => setStep({ name: "password", found: step.found, resetDone: true })}
        />
      );
  }
}
