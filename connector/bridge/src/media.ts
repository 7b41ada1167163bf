import { create } from '@bufbuild/protobuf';
import type { proto } from '@whiskeysockets/baileys';
import { type MediaContent, MediaContentSchema, MediaKind } from '../gen/whatsapp/bridge/v1/bridge_pb.js';

/** What all files have in common, each kind of message in a field of its own. */
interface File {
  readonly mimetype?: string | null;
  readonly fileLength?: bigint | number | { toString(): string } | null;
  readonly fileSha256?: Uint8Array | null;
  readonly caption?: string | null;
  readonly fileName?: string | null;
  readonly seconds?: number | null;
  readonly width?: number | null;
  readonly height?: number | null;
}

/** What is known of the file that a message brings; undefined when it brings none. */
export function mediaOf(message: proto.IMessage): MediaContent | undefined {
  const { imageMessage, audioMessage, documentMessage, stickerMessage } = message;
  // A video note differs in how it is shown only.
  const videoMessage = message.videoMessage ?? message.ptvMessage;
  const sticker = stickerMessage ?? message.lottieStickerMessage?.message?.stickerMessage;
  if (imageMessage) return media(MediaKind.IMAGE, imageMessage);
  if (videoMessage) return media(MediaKind.VIDEO, videoMessage, videoMessage.gifPlayback);
  if (audioMessage) return media(audioMessage.ptt ? MediaKind.VOICE : MediaKind.AUDIO, audioMessage);
  if (documentMessage) return media(MediaKind.DOCUMENT, documentMessage);
  if (sticker) return media(MediaKind.STICKER, sticker, sticker.isAnimated);
  return undefined;
}

function media(kind: MediaKind, file: File, animated?: boolean | null): MediaContent {
  return create(MediaContentSchema, {
    kind,
    mimeType: file.mimetype ?? '',
    sizeBytes: BigInt((file.fileLength ?? 0).toString()),
    caption: file.caption ?? '',
    fileName: file.fileName ?? '',
    seconds: file.seconds ?? 0,
    width: file.width ?? 0,
    height: file.height ?? 0,
    sha256: Uint8Array.from(file.fileSha256 ?? []),
    animated: animated ?? false,
  });
}
