/** Something that was asked for and cannot be done; the admin API answers with its status and message. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly status: 400 | 404 | 405 | 409 | 413,
    message: string,
  ) {
    super(message);
  }
}
