/** Whether a request has a body with something in it. Reads no more of it than it takes to know. */
export async function hasBody({ body }: Request, signal: AbortSignal): Promise<boolean> {
  if (body === null) return false;
  const reader = body.getReader();
  const gone = Promise.withResolvers<never>();
  const go = (): void => gone.reject(signal.reason as Error);
  signal.addEventListener('abort', go, { once: true });
  if (signal.aborted) go();
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), gone.promise]);
      if (done) return false;
      if (value.length > 0) return true;
    }
  } finally {
    signal.removeEventListener('abort', go);
    reader.cancel().catch(() => {});
  }
}
