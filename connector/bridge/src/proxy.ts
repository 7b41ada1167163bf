import type { ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { within } from './deferred.js';
import { messageOf } from './errors.js';

/** A way around for an account's connections. */
export interface Proxy {
  readonly protocol: 'http' | 'socks5';
  /** Host name or IP address. */
  readonly host: string;
  readonly port: number;
  /** Both empty for a proxy without credentials. */
  readonly username: string;
  readonly password: string;
}

/** Baileys gives WhatsApp's own server as long. */
const CONNECT_LIMIT_MS = 20_000;

/** The proxy cannot be reached, or does not let us through. */
export class ProxyUnusable extends Error {
  override readonly name = 'ProxyUnusable';
  /** Baileys takes what has a code with an E for a network that is down (408): worth another try later. */
  readonly code = 'EPROXY';
}

/**
 * Opens every socket through a proxy, or not at all. What is wrong with the proxy becomes the error of the request;
 * the libraries would hand a refusal on as if it were the answer of the server behind.
 */
export class ProxyAgent extends Agent {
  /** Out of the reach of whoever prints this object. */
  readonly #proxy: Proxy;

  constructor(proxy: Proxy) {
    super();
    this.#proxy = proxy;
  }

  override async connect(request: ClientRequest, target: AgentConnectOpts): Promise<Duplex> {
    const { protocol, host, port } = this.#proxy;
    const waiting = new AbortController();
    try {
      const opening =
        protocol === 'http' ? this.#http(request, target, waiting) : this.#socks(request, target);
      return await within(CONNECT_LIMIT_MS, opening);
    } catch (error) {
      waiting.abort();
      throw new ProxyUnusable(`the proxy ${host}:${port} cannot be used: ${messageOf(error)}`);
    }
  }

  async #http(
    request: ClientRequest,
    target: AgentConnectOpts,
    { signal }: AbortController,
  ): Promise<Duplex> {
    const { username, password } = this.#proxy;
    let status = 0;
    request.once('proxyConnect', ({ statusCode }: { statusCode: number }) => (status = statusCode));
    // Not in the URL, which the library's own debug output shows.
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const headers = username || password ? { 'Proxy-Authorization': basic } : {};
    // The signal reaches the socket's constructor, though the library's types do not know it.
    const options = { headers, signal } as ConstructorParameters<typeof HttpsProxyAgent>[1];
    const socket = await new HttpsProxyAgent(this.#url('http'), options).connect(request, target);
    if (status === 200) return socket;
    socket.destroy();
    throw new Error(status === 407 ? 'it refuses the credentials (407)' : `it answers ${status}`);
  }

  /** An attempt that hangs is ended by the library after 30 s. */
  async #socks(request: ClientRequest, target: AgentConnectOpts): Promise<Duplex> {
    // With the h it is the proxy that resolves names.
    const url = this.#url('socks5h');
    url.username = encodeURIComponent(this.#proxy.username);
    url.password = encodeURIComponent(this.#proxy.password);
    const agent = new SocksProxyAgent(url);
    // It would look for a host called [::1].
    agent.proxy.host = this.#proxy.host;
    return agent.connect(request, target);
  }

  #url(scheme: string): URL {
    const { host, port } = this.#proxy;
    return new URL(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`);
  }
}
