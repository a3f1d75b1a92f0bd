// media_message.h: file and image messages: those the application owns, and
// what is copied from received ones.
#ifndef AGORA_RTM_GO_CSRC_MEDIA_MESSAGE_H_
#define AGORA_RTM_GO_CSRC_MEDIA_MESSAGE_H_

#include <climits>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>

#include "event.h"
#include "event_queue.h"
#include "guard.h"
#include "message.h"
#include "pack.h"
#include "rtm_shim.h"
#include "sdk.h"

namespace rtm_shim {

using FileMessagePtr = std::unique_ptr<agora::rtm::IFileMessage, Releaser>;
using ImageMessagePtr = std::unique_ptr<agora::rtm::IImageMessage, Releaser>;

inline bool IsMedia(int32_t type) {
  return type == agora::rtm::MESSAGE_TYPE_FILE || type == agora::rtm::MESSAGE_TYPE_IMAGE;
}

// What a file or image message says of its file, behind one another.
void PackMedia(Packer& packed, const agora::rtm::IFileMessage& message);
void PackMedia(Packer& packed, const agora::rtm::IImageMessage& message);
// The strings of the result point into `packed`.
rtm_media ReadMedia(const char* packed);

// Copies a received file or image message into `queue`, as PushMessage does.
void PushMediaMessage(EventQueue& queue, EventKind kind, uint64_t key, const char* user,
                      const agora::rtm::IFileMessage* message) noexcept;
void PushMediaMessage(EventQueue& queue, EventKind kind, uint64_t key, const char* user,
                      const agora::rtm::IImageMessage* message) noexcept;

// Sets what is given; `all` says to set what is empty or 0 as well.
void SetMedia(agora::rtm::IFileMessage* message, const rtm_media& media, bool all);
void SetMedia(agora::rtm::IImageMessage* message, const rtm_media& media, bool all);

}  // namespace rtm_shim

// A message that an upload gave: one of the two.
struct rtm_media_message final : rtm_shim::Owned {
  rtm_media_message(const void* service, rtm_shim::FileMessagePtr file,
                    rtm_shim::ImageMessagePtr image);
  ~rtm_media_message() override;

  const rtm_shim::FileMessagePtr file;
  const rtm_shim::ImageMessagePtr image;
  std::mutex sending;  // held by one send at a time, from the setters on
};

namespace rtm_shim {

// Has `send(message, options)` send `message` with text and media set.
template <typename Message, typename Send>
rtm_send_result SendMedia(Message* message, rtm_string text, const rtm_media& media, bool all,
                          int flags, Send&& send) {
  agora::rtm::SendMessageOptions options;
  if (!SetOptions(options, flags)) return {0, RTM_SHIM_ERR_UNSUPPORTED};
  message->setText(CString(text.data, text.len).c_str());
  SetMedia(message, media, all);
  // The id is read before the send: afterwards the result may have been drained.
  const int64_t id = message->getMessageId();
  return {id, send(message, options)};
}

// Sends an uploaded message, or one made from media.id and released after it.
template <typename Sdk, typename Send>
rtm_send_result SendMediaOnce([[maybe_unused]] Sdk* sdk, [[maybe_unused]] int32_t type,
                              [[maybe_unused]] rtm_media_message* uploaded,
                              [[maybe_unused]] rtm_string text,
                              [[maybe_unused]] const rtm_media& media, [[maybe_unused]] int flags,
                              [[maybe_unused]] Send&& send) {
  if constexpr (kHasMedia) {
    if (uploaded != nullptr) {
      // The result callback, inline or on another thread, does not want this lock.
      std::lock_guard<std::mutex> lock(uploaded->sending);
      if (uploaded->file) {
        return SendMedia(uploaded->file.get(), text, media, true, flags, send);
      }
      return SendMedia(uploaded->image.get(), text, media, true, flags, send);
    }
    const CString id(media.id.data, media.id.len);
    if (type == agora::rtm::MESSAGE_TYPE_FILE) {
      const FileMessagePtr file(sdk->createFileMessageByMediaId(id.c_str()));
      if (file) return SendMedia(file.get(), text, media, false, flags, send);
    } else if (type == agora::rtm::MESSAGE_TYPE_IMAGE) {
      const ImageMessagePtr image(sdk->createImageMessageByMediaId(id.c_str()));
      if (image) return SendMedia(image.get(), text, media, false, flags, send);
    }
    return {0, RTM_SHIM_ERR_NULL_OBJECT};
  } else {
    return {0, RTM_SHIM_ERR_UNSUPPORTED};
  }
}

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_MEDIA_MESSAGE_H_
