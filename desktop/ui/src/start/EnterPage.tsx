/** From a work email address to a session: recognised ministry, then password, first account, or forgotten password. */
import { useState } from "react";
import type { DiscoveryView, SessionView } from "../ipc/types";
import { AddressStep } from "./AddressStep";
import { CodeStep } from "./CodeStep";
import { PasswordStep } from "./PasswordStep";

type Step =
  | { name: "address" }
  | { name: "password"; found: DiscoveryView; resetDone: boolean }
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
          onCode={(purpose) => setStep({ name: "code", found: step.found, purpose })}
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
