import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { RequestError } from './errors.js';
import type { Log } from './log.js';

const MAX_BODY_BYTES = 1024 * 1024;
/** Node's 5 s would close idle connections under clients that are busy loading the WhatsApp side. */
const KEEP_ALIVE_MS = 10 * 60_000;

/** A request to a route: its path parameters, query and body. */
export interface Request {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Fields;
  /** Aborted when the client has gone away. */
  readonly signal: AbortSignal;
}

/** What a route answers: a status (200 when left out) and a body to send as JSON. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}

/** A route: a method, a path with `{parameters}`, and what it does. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly handle: (request: Request) => Answer | Promise<Answer>;
}

/** A JSON object from outside, read field by field; every error names the field and what would be right. */
export class Fields {
  constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly prefix = '',
  ) {}

  /** The names that are there. */
  get names(): string[] {
    return Object.keys(this.values);
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  /** Refuses fields that nobody reads: a misspelt setting must not pass for the default. */
  only(...known: string[]): void {
    const unknown = this.names.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new RequestError(
        400,
        `unknown field ${unknown.map((name) => this.prefix + name).join(', ')}; known: ${known.join(', ')}`,
      );
    }
  }

  text(name: string): string {
    const value = this.values[name];
    if (typeof value !== 'string' || value === '') throw this.wrong(name, 'a non-empty string');
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.values[name] === undefined || this.values[name] === '' ? undefined : this.text(name);
  }

  flag(name: string): boolean {
    const value = this.values[name];
    if (typeof value !== 'boolean') throw this.wrong(name, 'true or false');
    return value;
  }

  integer(name: string, min: number, max: number): number {
    const value = this.values[name];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw this.wrong(name, `an integer from ${min} to ${max}`);
    }
    return value;
  }

  oneOf<const T extends string>(name: string, choices: readonly T[]): T {
    const value = this.values[name];
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw this.wrong(name, `one of ${choices.join(', ')}`);
    return choice;
  }

  object(name: string): Fields {
    const value = this.values[name];
    if (!isObject(value)) throw this.wrong(name, 'an object');
    return new Fields(value, `${this.prefix}${name}.`);
  }

  texts(name: string): string[] {
    const value = this.values[name];
    if (!Array.isArray(value)) throw this.wrong(name, 'an array of strings');
    return value.map((item: unknown) => {
      if (typeof item !== 'string') throw this.wrong(name, 'an array of strings');
      return item;
    });
  }

  isNull(name: string): boolean {
    return this.values[name] === null;
  }

  private wrong(name: string, right: string): RequestError {
    const seen = this.has(name) ? JSON.stringify(this.values[name]) : 'missing';
    return new RequestError(400, `${this.prefix}${name} is ${seen}; it must be ${right}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readBody(request: IncomingMessage): Promise<Fields> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES)
      throw new RequestError(413, `the body is larger than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  if (length === 0) return new Fields({});
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new RequestError(400, `the body is not JSON: ${String(error)}`);
  }
  if (!isObject(value)) throw new RequestError(400, 'the body must be a JSON object');
  return new Fields(value);
}

interface CompiledRoute extends Route {
  readonly pattern: RegExp;
}

function compile(route: Route): CompiledRoute {
  return { ...route, pattern: new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`) };
}

function decoded(groups: Readonly<Record<string, string>> = {}): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    throw new RequestError(400, 'the path is not valid percent-encoding');
  }
}

async function dispatch(
  routes: readonly CompiledRoute[],
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://loopback');
  const matching = routes.filter((route) => route.pattern.test(url.pathname));
  if (matching.length === 0) throw new RequestError(404, `there is nothing at ${url.pathname}`);
  const route = matching.find((candidate) => candidate.method === request.method);
  if (!route) {
    const methods = matching.map(({ method }) => method).join(', ');
    throw new RequestError(405, `${url.pathname} takes ${methods}, not ${request.method ?? 'nothing'}`);
  }
  const params = decoded(route.pattern.exec(url.pathname)?.groups);
  return route.handle({ params, query: url.searchParams, body: await readBody(request), signal });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  const json = JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) })
    .end(json);
}

/** A server for these routes; errors are answered as `{"error": "…"}`. */
export function makeHttpServer(routes: readonly Route[], log: Log): Server {
  const compiled = routes.map(compile);
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const gone = new AbortController();
    response.on('close', () => {
      gone.abort();
    });
    dispatch(compiled, request, gone.signal).then(
      ({ status = 200, body }) => {
        send(response, status, body);
      },
      (error: unknown) => {
        if (error instanceof RequestError) {
          send(response, error.status, { error: error.message });
          return;
        }
        log('admin-error', { path: request.url ?? '', message: String(error) });
        send(response, 500, { error: String(error) });
      },
    );
  });
}
