// media_message.cc: copies received file and image messages, and sets the
// fields of outgoing ones.
#include "media_message.h"

#include <atomic>
#include <utility>

namespace rtm = agora::rtm;

namespace rtm_shim {

namespace {

std::atomic<size_t> g_live{0};

struct Sizes {
  int width = 0, height = 0, thumbnail_width = 0, thumbnail_height = 0;
};

template <typename Message>
void Pack(Packer& packed, const Message& message, const Sizes& sizes) {
  packed.Number(static_cast<int64_t>(message.getSize()));
  packed.Number(static_cast<int32_t>(sizes.width));
  packed.Number(static_cast<int32_t>(sizes.height));
  packed.Number(static_cast<int32_t>(sizes.thumbnail_width));
  packed.Number(static_cast<int32_t>(sizes.thumbnail_height));
  packed.String(ViewOf(message.getMediaId()));
  packed.String(ViewOf(message.getFileName()));
  packed.String(BytesOf(message.getThumbnailData(), message.getThumbnailLength()));
}

template <typename Message>
void Push(EventQueue& queue, EventKind kind, uint64_t key, const char* user, const Message* message,
          rtm::MESSAGE_TYPE type) noexcept {
  if (message == nullptr) return;
  GuardedVoid([&] {
    Event e = EventOf(kind, key, *message);
    // The callback says what it is, whatever the message says.
    e.detail = static_cast<int32_t>(type);
    Packer packed;
    PackMedia(packed, *message);
    queue.Push(e, ViewOf(user), ViewOf(message->getText()), packed.view());
  });
}

// What both kinds of message have; `Length` is the type setThumbnail takes.
template <typename Length, typename Message>
void SetShared(Message* message, const rtm_media& media, bool all) {
  if (all || media.file_name.len > 0) {
    message->setFileName(CString(media.file_name.data, media.file_name.len).c_str());
  }
  if (!all && media.thumbnail.len == 0) return;
  if (media.thumbnail.len > INT_MAX) throw std::length_error("thumbnail");
  static const uint8_t kEmpty[1] = {0};  // never null
  const auto* data =
      media.thumbnail.len == 0 ? kEmpty : reinterpret_cast<const uint8_t*>(media.thumbnail.data);
  message->setThumbnail(data, static_cast<Length>(media.thumbnail.len));
}

}  // namespace

void PackMedia(Packer& packed, const rtm::IFileMessage& message) { Pack(packed, message, {}); }

void PackMedia(Packer& packed, const rtm::IImageMessage& message) {
  Pack(packed, message,
       {message.getWidth(), message.getHeight(), message.getThumbnailWidth(),
        message.getThumbnailHeight()});
}

rtm_media ReadMedia(const char* packed) {
  Unpacker u(packed);
  rtm_media media;
  media.size = u.Number<int64_t>();
  media.width = u.Number<int32_t>();
  media.height = u.Number<int32_t>();
  media.thumbnail_width = u.Number<int32_t>();
  media.thumbnail_height = u.Number<int32_t>();
  media.id = u.String();
  media.file_name = u.String();
  media.thumbnail = u.String();
  return media;
}

void PushMediaMessage(EventQueue& queue, EventKind kind, uint64_t key, const char* user,
                      const rtm::IFileMessage* message) noexcept {
  Push(queue, kind, key, user, message, rtm::MESSAGE_TYPE_FILE);
}

void PushMediaMessage(EventQueue& queue, EventKind kind, uint64_t key, const char* user,
                      const rtm::IImageMessage* message) noexcept {
  Push(queue, kind, key, user, message, rtm::MESSAGE_TYPE_IMAGE);
}

void SetMedia(rtm::IFileMessage* message, const rtm_media& media, bool all) {
  SetShared<int>(message, media, all);
}

void SetMedia(rtm::IImageMessage* message, const rtm_media& media, bool all) {
  SetShared<long long>(message, media, all);
  if (all || media.width != 0) message->setWidth(media.width);
  if (all || media.height != 0) message->setHeight(media.height);
  if (all || media.thumbnail_width != 0) message->setThumbnailWidth(media.thumbnail_width);
  if (all || media.thumbnail_height != 0) message->setThumbnailHeight(media.thumbnail_height);
}

}  // namespace rtm_shim

rtm_media_message::rtm_media_message(const void* service, rtm_shim::FileMessagePtr f,
                                     rtm_shim::ImageMessagePtr i)
    : Owned(service), file(std::move(f)), image(std::move(i)) {
  ++rtm_shim::g_live;
}

rtm_media_message::~rtm_media_message() { --rtm_shim::g_live; }

size_t rtm_shim_live_media_messages(void) noexcept { return rtm_shim::g_live; }

// Null is let through: there is nothing to give back then.
void rtm_media_message_release(rtm_media_message* m) noexcept {
  rtm_shim::GuardedVoid([&] { const std::unique_ptr<rtm_media_message> owned(m); });
}
