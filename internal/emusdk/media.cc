// media.cc: files and images: the calls of IRtmService, and their events.
#include <memory>

#include "_cgo_export.h"
#include "chars.h"
#include "dispatcher.h"
#include "media_message.h"
#include "payload.h"
#include "request.h"
#include "service.h"

namespace emusdk {

using namespace agora::rtm;  // NOLINT: this file speaks of little else

namespace {

// A message about what was uploaded, owned by the application; null when the upload failed.
template <typename Message>
Message* uploaded(const emusdk_event& event) {
  if (event.code != UPLOAD_MEDIA_ERR_OK) return nullptr;
  return std::make_unique<Message>(Media::of(event)).release();
}

}  // namespace

int Service::downloadMediaToMemory(const char* mediaId, long long& requestId) noexcept {
  const Chars media(mediaId);
  return request(requestId, [&](long long id) {
    return emusdk_download_media_to_memory(go_.handle(), id, media.data(), media.size());
  });
}

int Service::downloadMediaToFile(const char* mediaId, const char* filePath,
                                 long long& requestId) noexcept {
  const Chars media(mediaId);
  const Chars path(filePath);
  return request(requestId, [&](long long id) {
    return emusdk_download_media_to_file(go_.handle(), id, media.data(), media.size(), path.data(),
                                         path.size());
  });
}

int Service::cancelMediaDownload(long long requestId) noexcept {
  return emusdk_cancel_media_download(go_.handle(), requestId);
}

int Service::cancelMediaUpload(long long requestId) noexcept {
  return emusdk_cancel_media_upload(go_.handle(), requestId);
}

IFileMessage* Service::createFileMessageByMediaId(const char* mediaId) noexcept {
  return FileMessage::create(mediaId);
}

IImageMessage* Service::createImageMessageByMediaId(const char* mediaId) noexcept {
  return ImageMessage::create(mediaId);
}

int Service::createFileMessageByUploading(const char* filePath, long long& requestId) noexcept {
  const Chars path(filePath);
  return request(requestId, [&](long long id) {
    return emusdk_upload_file(go_.handle(), id, path.data(), path.size());
  });
}

int Service::createImageMessageByUploading(const char* filePath, long long& requestId) noexcept {
  const Chars path(filePath);
  return request(requestId, [&](long long id) {
    return emusdk_upload_image(go_.handle(), id, path.data(), path.size());
  });
}

bool Dispatcher::dispatchMedia(const emusdk_event& event) {
  using Handler = IRtmServiceEventHandler;
  const auto progress = [&](void (Handler::*callback)(long long, const MediaOperationProgress&)) {
    MediaOperationProgress bytes{};
    if (event.count > 0) {
      EntryReader entry(event);
      bytes.currentSize = entry.number();
      bytes.totalSize = entry.number();
    }
    eachHandler([&](Handler& h) { (h.*callback)(event.id, bytes); });
    return true;
  };
  switch (event.kind) {
    // Each handler gets a message of its own: whoever gets one releases it.
    case EMUSDK_EVENT_FILE_MEDIA_UPLOAD_RESULT:
      eachHandler([&](Handler& h) {
        h.onFileMediaUploadResult(event.id, uploaded<FileMessage>(event),
                                  static_cast<UPLOAD_MEDIA_ERR_CODE>(event.code));
      });
      return true;
    case EMUSDK_EVENT_IMAGE_MEDIA_UPLOAD_RESULT:
      eachHandler([&](Handler& h) {
        h.onImageMediaUploadResult(event.id, uploaded<ImageMessage>(event),
                                   static_cast<UPLOAD_MEDIA_ERR_CODE>(event.code));
      });
      return true;
    case EMUSDK_EVENT_MEDIA_DOWNLOAD_TO_FILE_RESULT:
      eachHandler([&](Handler& h) {
        h.onMediaDownloadToFileResult(event.id, static_cast<DOWNLOAD_MEDIA_ERR_CODE>(event.code));
      });
      return true;
    case EMUSDK_EVENT_MEDIA_DOWNLOAD_TO_MEMORY_RESULT:
      eachHandler([&](Handler& h) {
        const bool ok = event.code == DOWNLOAD_MEDIA_ERR_OK;
        h.onMediaDownloadToMemoryResult(event.id, ok ? Payload(event).raw : nullptr, event.raw_len,
                                        static_cast<DOWNLOAD_MEDIA_ERR_CODE>(event.code));
      });
      return true;
    case EMUSDK_EVENT_MEDIA_CANCEL_RESULT:
      eachHandler([&](Handler& h) {
        h.onMediaCancelResult(event.id, static_cast<CANCEL_MEDIA_ERR_CODE>(event.code));
      });
      return true;
    case EMUSDK_EVENT_MEDIA_UPLOADING_PROGRESS:
      return progress(&Handler::onMediaUploadingProgress);
    case EMUSDK_EVENT_MEDIA_DOWNLOADING_PROGRESS:
      return progress(&Handler::onMediaDownloadingProgress);
    default:
      return false;
  }
}

void Dispatcher::dispatchMediaMessage(const emusdk_event& event) {
  using Service = IRtmServiceEventHandler;
  using Handler = IChannelEventHandler;
  const char* const user = Payload(event).user;
  const bool to_peer = event.kind == EMUSDK_EVENT_PEER_MESSAGE;
  if (event.message_type == MESSAGE_TYPE_FILE) {
    const FileMessage message(event);
    if (to_peer) {
      eachHandler([&](Service& h) { h.onFileMessageReceivedFromPeer(user, &message); });
    } else {
      withChannel(event.channel,
                  [&](Channel&, Handler& h) { h.onFileMessageReceived(user, &message); });
    }
    return;
  }
  const ImageMessage message(event);
  if (to_peer) {
    eachHandler([&](Service& h) { h.onImageMessageReceivedFromPeer(user, &message); });
  } else {
    withChannel(event.channel,
                [&](Channel&, Handler& h) { h.onImageMessageReceived(user, &message); });
  }
}

}  // namespace emusdk
