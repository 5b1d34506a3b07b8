// Sign-in keys (WebAuthn): makes one, or asks for one, and sends what the browser answers with the form around it.
//
// A form says what it is for with data-key="create" | "get" | "sign-in", and gives the server's options in
// data-options, or the address to fetch them from in data-options-from. Its button is hidden until this has run.

interface Descriptor {
  id: string;
  type: PublicKeyCredentialType;
  transports?: AuthenticatorTransport[];
}
interface Options {
  publicKey: Record<string, unknown> & {
    challenge: string;
    user?: { id: string; name: string; displayName: string };
    excludeCredentials?: Descriptor[];
    allowCredentials?: Descriptor[];
    authenticatorSelection?: AuthenticatorSelectionCriteria;
  };
}

function bytes(text: string): ArrayBuffer {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const raw = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(raw).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const named = (list: Descriptor[] | undefined) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

function ready({ publicKey }: Options): unknown {
  return {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    ...(publicKey.user && { user: { ...publicKey.user, id: bytes(publicKey.user.id) } }),
    ...(publicKey.excludeCredentials && { excludeCredentials: named(publicKey.excludeCredentials) }),
    ...(publicKey.allowCredentials && { allowCredentials: named(publicKey.allowCredentials) }),
  };
}

function said(credential: PublicKeyCredential): string {
  const { response } = credential;
  const parts: Record<string, unknown> = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    parts.attestationObject = text(response.attestationObject);
    parts.transports = response.getTransports();
  } else if (response instanceof AuthenticatorAssertionResponse) {
    parts.authenticatorData = text(response.authenticatorData);
    parts.signature = text(response.signature);
    parts.userHandle = response.userHandle ? text(response.userHandle) : null;
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  });
}

async function options(form: HTMLFormElement): Promise<Options> {
  const from = form.dataset.optionsFrom;
  if (!from) return JSON.parse(form.dataset.options ?? "{}") as Options;
  const answer = await fetch(from, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return ((await answer.json()) as { request_options: Options }).request_options;
}

async function ask(form: HTMLFormElement): Promise<Credential | null> {
  const wanted = await options(form);
  if (form.dataset.key !== "create") {
    return navigator.credentials.get({ publicKey: ready(wanted) as PublicKeyCredentialRequestOptions });
  }
  const instead = form.querySelector<HTMLInputElement>("[name=passwordless]")?.checked ?? false;
  wanted.publicKey.authenticatorSelection = {
    ...wanted.publicKey.authenticatorSelection,
    residentKey: instead ? "required" : "discouraged",
    requireResidentKey: instead,
    ...(instead && { userVerification: "required" as const }),
  };
  return navigator.credentials.create({ publicKey: ready(wanted) as PublicKeyCredentialCreationOptions });
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-key]")) {
  const button = form.querySelector<HTMLButtonElement>("[data-key-button]");
  const failed = form.querySelector<HTMLElement>("[data-key-failed]");
  const field = form.querySelector<HTMLInputElement>("[name=credential]");
  if (!button || !field || !window.PublicKeyCredential) continue;
  form.querySelector<HTMLElement>("[data-key-missing]")?.setAttribute("hidden", "");
  button.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (failed) failed.hidden = true;
    button.disabled = true;
    ask(form)
      .then((credential) => {
        if (!(credential instanceof PublicKeyCredential)) throw new Error("no key");
        field.value = said(credential);
        form.submit();
      })
      .catch(() => {
        button.disabled = false;
        if (failed) failed.hidden = false;
      });
  });
}
