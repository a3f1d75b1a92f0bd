// media.cc: uploads, downloads, and file and image messages to peers behind the
// C ABI.
#include <memory>
#include <utility>

#include "guard.h"
#include "media_message.h"
#include "service.h"

namespace rtm = agora::rtm;
using rtm_shim::CString;
using rtm_shim::Guarded;
using rtm_shim::GuardedCall;
using rtm_shim::IfThere;
using rtm_shim::kHasMedia;
using rtm_shim::Request;

namespace rtm_shim {

namespace {

// A template, because the struct may be missing.
template <typename Progress>
Event ProgressEvent(EventKind kind, long long id, [[maybe_unused]] const Progress& progress) {
  Event e;
  e.kind = kind;
  e.id = id;
  if constexpr (IsThere<Progress>::value) {
    e.server_ts = progress.currentSize;
    e.key = static_cast<uint64_t>(progress.totalSize);
  }
  return e;
}

// Hands an uploaded message over. Whatever fails, it has an owner.
template <typename Ptr>
void PushUpload(EventQueue& queue, EventKind kind, long long id, int32_t code, const void* service,
                Ptr message) noexcept {
  Event e;
  e.kind = kind;
  e.id = id;
  e.code = code;
  Packer packed;
  std::unique_ptr<rtm_media_message> owned;
  const bool ok = Guarded(false, [&] {
    if (!message) return true;
    PackMedia(packed, *message);
    if constexpr (std::is_same_v<Ptr, FileMessagePtr>) {
      owned = std::make_unique<rtm_media_message>(service, std::move(message), nullptr);
    } else {
      owned = std::make_unique<rtm_media_message>(service, nullptr, std::move(message));
    }
    return true;
  });
  if (!ok) e.code = rtm::UPLOAD_MEDIA_ERR_FAILURE;
  queue.PushOwning(e, {}, {}, ok ? packed.view() : std::string_view(), std::move(owned));
}

RTM_SHIM_OVERRIDES_IF_THERE(VersionedServiceHandler, rtm::IRtmServiceEventHandler,
                            onImageMessageReceivedFromPeer);
RTM_SHIM_OVERRIDES_IF_THERE(VersionedServiceHandler, rtm::IRtmServiceEventHandler,
                            onFileMessageReceivedFromPeer);
RTM_SHIM_OVERRIDES_IF_THERE(VersionedServiceHandler, rtm::IRtmServiceEventHandler,
                            onMediaUploadingProgress);
RTM_SHIM_OVERRIDES_IF_THERE(VersionedServiceHandler, rtm::IRtmServiceEventHandler,
                            onMediaDownloadingProgress);
RTM_SHIM_OVERRIDES_IF_THERE(VersionedServiceHandler, rtm::IRtmServiceEventHandler,
                            onFileMediaUploadResult);
RTM_SHIM_OVERRIDES_IF_THERE(VersionedServiceHandler, rtm::IRtmServiceEventHandler,
                            onImageMediaUploadResult);
RTM_SHIM_OVERRIDES_IF_THERE(VersionedServiceHandler, rtm::IRtmServiceEventHandler,
                            onMediaDownloadToFileResult);
RTM_SHIM_OVERRIDES_IF_THERE(VersionedServiceHandler, rtm::IRtmServiceEventHandler,
                            onMediaDownloadToMemoryResult);
RTM_SHIM_OVERRIDES_IF_THERE(VersionedServiceHandler, rtm::IRtmServiceEventHandler,
                            onMediaCancelResult);

}  // namespace

void VersionedServiceHandler::onImageMessageReceivedFromPeer(
    const char* peerId, const rtm::IImageMessage* message) noexcept {
  PushMediaMessage(*queue_, EventKind::kMessageReceivedFromPeer, 0, peerId, message);
}

void VersionedServiceHandler::onFileMessageReceivedFromPeer(
    const char* peerId, const rtm::IFileMessage* message) noexcept {
  PushMediaMessage(*queue_, EventKind::kMessageReceivedFromPeer, 0, peerId, message);
}

void VersionedServiceHandler::onMediaUploadingProgress(
    long long requestId, const rtm::MediaOperationProgress& progress) noexcept {
  queue_->Push(ProgressEvent(EventKind::kMediaUploadingProgress, requestId, progress));
}

void VersionedServiceHandler::onMediaDownloadingProgress(
    long long requestId, const rtm::MediaOperationProgress& progress) noexcept {
  queue_->Push(ProgressEvent(EventKind::kMediaDownloadingProgress, requestId, progress));
}

void VersionedServiceHandler::onFileMediaUploadResult(long long requestId,
                                                      rtm::IFileMessage* fileMessage,
                                                      rtm::UPLOAD_MEDIA_ERR_CODE code) noexcept {
  PushUpload(*queue_, EventKind::kFileMediaUploadResult, requestId, static_cast<int32_t>(code),
             service_, FileMessagePtr(fileMessage));
}

void VersionedServiceHandler::onImageMediaUploadResult(long long requestId,
                                                       rtm::IImageMessage* imageMessage,
                                                       rtm::UPLOAD_MEDIA_ERR_CODE code) noexcept {
  PushUpload(*queue_, EventKind::kImageMediaUploadResult, requestId, static_cast<int32_t>(code),
             service_, ImageMessagePtr(imageMessage));
}

void VersionedServiceHandler::onMediaDownloadToFileResult(
    long long requestId, rtm::DOWNLOAD_MEDIA_ERR_CODE code) noexcept {
  PushResult(EventKind::kMediaDownloadToFileResult, requestId, static_cast<int32_t>(code));
}

void VersionedServiceHandler::onMediaDownloadToMemoryResult(
    long long requestId, const char* memory, long long length,
    rtm::DOWNLOAD_MEDIA_ERR_CODE code) noexcept {
  Event e;
  e.kind = EventKind::kMediaDownloadToMemoryResult;
  e.id = requestId;
  e.code = static_cast<int32_t>(code);
  queue_->Push(e, {}, {}, BytesOf(memory, length));
}

void VersionedServiceHandler::onMediaCancelResult(long long requestId,
                                                  rtm::CANCEL_MEDIA_ERR_CODE code) noexcept {
  PushResult(EventKind::kMediaCancelResult, requestId, static_cast<int32_t>(code));
}

}  // namespace rtm_shim

namespace {

// A request for `call(service, id)`, where the SDK has media.
template <typename Call>
rtm_request_result MediaRequest(rtm_service* s, Call&& call) noexcept {
  return Request([&](long long& id) {
    return IfThere<kHasMedia>(s->sdk, [&](auto* sdk) { return call(sdk, id); });
  });
}

}  // namespace

rtm_send_result rtm_service_send_media_message_to_peer(rtm_service* s, const char* peer,
                                                       size_t peer_len, int32_t type,
                                                       rtm_media_message* uploaded, rtm_string text,
                                                       rtm_media media, int flags) noexcept {
  return Guarded(rtm_send_result{0, RTM_SHIM_ERR_EXCEPTION}, [&] {
    return rtm_shim::SendMediaOnce(
        s->sdk, type, uploaded, text, media, flags,
        [&](const rtm::IMessage* message, const rtm::SendMessageOptions& options) {
          return s->sdk->sendMessageToPeer(CString(peer, peer_len).c_str(), message, options);
        });
  });
}

rtm_request_result rtm_service_create_file_message_by_uploading(rtm_service* s,
                                                                rtm_string path) noexcept {
  return MediaRequest(s, [&](auto* sdk, long long& id) {
    return sdk->createFileMessageByUploading(CString(path).c_str(), id);
  });
}

rtm_request_result rtm_service_create_image_message_by_uploading(rtm_service* s,
                                                                 rtm_string path) noexcept {
  return MediaRequest(s, [&](auto* sdk, long long& id) {
    return sdk->createImageMessageByUploading(CString(path).c_str(), id);
  });
}

rtm_request_result rtm_service_download_media_to_memory(rtm_service* s,
                                                        rtm_string media_id) noexcept {
  return MediaRequest(s, [&](auto* sdk, long long& id) {
    return sdk->downloadMediaToMemory(CString(media_id).c_str(), id);
  });
}

rtm_request_result rtm_service_download_media_to_file(rtm_service* s, rtm_string media_id,
                                                      rtm_string path) noexcept {
  return MediaRequest(s, [&](auto* sdk, long long& id) {
    return sdk->downloadMediaToFile(CString(media_id).c_str(), CString(path).c_str(), id);
  });
}

int rtm_service_cancel_media_download(rtm_service* s, int64_t id) noexcept {
  return GuardedCall([&] {
    return IfThere<kHasMedia>(s->sdk, [&](auto* sdk) { return sdk->cancelMediaDownload(id); });
  });
}

int rtm_service_cancel_media_upload(rtm_service* s, int64_t id) noexcept {
  return GuardedCall([&] {
    return IfThere<kHasMedia>(s->sdk, [&](auto* sdk) { return sdk->cancelMediaUpload(id); });
  });
}
