import { type Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** What `fetch` asks of its `dispatcher`, as far as a download needs it (undici's Dispatcher.DispatchOptions). */
interface Download {
  readonly origin: string | URL;
  readonly path: string;
  readonly method: string;
  readonly body: unknown;
  /** An array of names and values in turn, or an object. */
  readonly headers: readonly string[] | Readonly<Record<string, string>> | null;
}

/** Whom `fetch` wants told (undici's Dispatcher.DispatchHandlers). */
interface Listener {
  onConnect(abort: (reason?: Error) => void): void;
  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void, statusText: string): boolean;
  onData(chunk: Buffer): boolean;
  onComplete(trailers: string[]): void;
  onError(error: Error): void;
}

/**
 * Baileys downloads by `fetch`, which knows no agents and would go past the proxy: this sends its requests over the
 * agent. Only downloads come here; uploads take the agent as it is.
 */
export class ProxyDownloads {
  constructor(private readonly agent: Agent) {}

  dispatch({ origin, path, method, body, headers }: Download, listener: Listener): boolean {
    if (body !== null && body !== undefined) {
      listener.onError(new Error('only downloads go through the proxy'));
      return true;
    }
    const url = new URL(path, origin);
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = open(url, { agent: this.agent, method, headers: asObject(headers) }, (response) => {
      const resume = () => {
        response.resume();
      };
      const rawHeaders = response.rawHeaders.map((text) => Buffer.from(text, 'latin1'));
      response.on('data', (chunk: Buffer) => {
        if (!listener.onData(chunk)) response.pause();
      });
      response.on('end', () => {
        listener.onComplete([]);
      });
      response.on('error', (error) => {
        listener.onError(error);
      });
      const { statusCode = 0, statusMessage = '' } = response;
      if (!listener.onHeaders(statusCode, rawHeaders, resume, statusMessage)) response.pause();
    });
    request.on('error', (error) => {
      listener.onError(error);
    });
    listener.onConnect((reason) => request.destroy(reason));
    request.end();
    return true;
  }
}

function asObject(headers: Download['headers']): Record<string, string> {
  if (!isList(headers)) return { ...headers };
  const names = headers.filter((_, i) => i % 2 === 0);
  return Object.fromEntries(names.map((name, i) => [name, headers[2 * i + 1] ?? '']));
}

function isList(headers: Download['headers']): headers is readonly string[] {
  return Array.isArray(headers);
}
